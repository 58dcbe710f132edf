"""The sieve of Eratosthenes at the top of a module."""

limit = 5000
prime = [True] * (limit + 1)
for i in range(2, int(limit**0.5) + 1):
    if prime[i]:
        for j in range(i * i, limit + 1, i):
            prime[j] = False
print(sum(prime) - 2)
