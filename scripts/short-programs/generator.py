"""A generator behind a generator expression."""


def squares(n):
    for i in range(n):
        yield i * i


print(sum(square for square in squares(4000) if square % 3 == 0))
