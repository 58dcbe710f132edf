a: [x for x in y] = 1
b: lambda: z
c: f'{w}'
d: (e if f else g)
