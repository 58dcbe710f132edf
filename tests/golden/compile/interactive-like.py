1 + 1
x
[print(i) for i in y]
f'{x}'
