"""Loops and steps of generators that begin inside another loop, and whose handlers go back to in front of them."""

import heapq
def merged(n):
    return list(heapq.merge(*[range(i, 50, 7) for i in range(n)], [1, 2, 3]))
def charset(sets):
    charmap = bytearray(4)
    out = []
    while True:
        try:
            for items in sets:
                for x in items:
                    charmap[x] = 1
                    out.append(x)
        except IndexError:
            if len(charmap) < 64:
                charmap += b'\0' * 4
                continue
            out.append('big')
        break
    return out, bytes(charmap).hex()
def stepping(lists):
    its = [iter(l) for l in lists]
    while its:
        try:
            while True:
                yield next(its[-1])
        except StopIteration:
            its.pop()
            yield 'end'
def outer(n):
    total = 0
    for i in range(n):
        try:
            for j in range(i % 5 + 1):
                if j == 3: raise KeyError(j)
                total += j
        except KeyError:
            total += 100
            continue
        finally:
            total += 1
    return total
for k in range(60):
    r = (merged(12), charset([range(3), range(2), range(k % 70)]), list(stepping([[1,2],[],[3]*(k%5), range(30)])), outer(40+k))
    if k % 10 == 0: print(r)
print(len(list(stepping([range(20)]*300))), outer(20000))
def deep(n):
    out = 0
    sets = [range(5)] * 300
    for r in range(n):
        charmap = bytearray(1)
        while True:
            try:
                for items in sets:
                    for x in items:
                        charmap[x] = 1
                        out += 1
            except IndexError:
                charmap += b'\0'
                continue
            break
    return out
print(deep(60))
