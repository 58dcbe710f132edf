"""A product of matrices in comprehensions."""

size = 22
a = [[i * j % 7 for j in range(size)] for i in range(size)]
c = [[sum(a[i][k] * a[k][j] for k in range(size)) for j in range(size)] for i in range(size)]
print(c[3][4])
