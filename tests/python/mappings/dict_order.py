"""Dicts keep the order of insertion through deletions, popitem, copies and reversal."""

d = {key: index for index, key in enumerate('hash')}
del d['a']
d['a'] = 'again'
d['h'] = 'changed'
print(d, list(reversed(d)), list(d.items()), list(reversed(d.values())))
print(next(reversed(d)), list(reversed(d.items())))

# popitem from the end, between insertions and deletions.
queue = {n: str(n) for n in range(6)}
print(queue.popitem(), queue.popitem())
queue[9] = 'nine'
del queue[2]
queue[2] = 'two'
queue[3] = 'three'
print(queue.popitem(), queue.popitem(), queue.popitem(), queue)
queue.clear()
try:
    queue.popitem()
except KeyError as error:
    print(error)

stack = {}
for step in range(3000):
    stack[step * 7 % 1000] = step
    if step % 3:
        stack.popitem()
print(len(stack), list(stack)[:3], list(stack)[-3:], next(reversed(stack)))

# The same with keys that are no str and no int.
pairs = {(n, n / 2): n for n in range(6)}
del pairs[1, 0.5]
pairs[1, 0.5] = 'back'
print(pairs.popitem(), pairs.popitem(), list(pairs), list(reversed(pairs)), list(reversed(pairs.items()))[0])
for n in range(100):
    pairs[n, n] = n
    if n > 10:
        del pairs[n - 10, n - 10]
print(list(pairs), len(pairs))

print({'b': 1, 'a': 2} == {'a': 2, 'b': 1}, {'a': 1} | {'b': 2, 'a': 3}, {**{'x': 1}, 'y': 2, **{'x': 3}})
merged = {1: 'one'}
merged |= [(2, 'two'), (1, 'uno')]
merged.update({3: 'three'}, four=4)
print(merged, dict(merged, five=5), dict([('k', 1)], k=2), dict(zip('ab', range(2))))
print(dict.fromkeys('abca', 0), dict.fromkeys([]), dict.fromkeys({1: 2}), {}.fromkeys('x'))
nested = {}
nested['self'] = nested
print(nested, repr({'a': {1: [nested]}}))
