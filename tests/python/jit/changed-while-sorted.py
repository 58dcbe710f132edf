# list.sort notices that its list is changed, also when it is empty again.
from functools import cmp_to_key
for k in range(5):
    L = [1, 2]
    def m(x, y):
        L.append(3)
        L.pop()
        return (x > y) - (x < y)
    try: L.sort(key=cmp_to_key(m)); print('??')
    except ValueError as e: print(e, L)
    def m(x, y):
        L.extend([3]); del L[:]
        return (x > y) - (x < y)
    try: L.sort(key=cmp_to_key(m)); print('??')
    except ValueError as e: print(e, L)
    def m(x, y):
        len(L), L[:], list(L), L == [], L.copy(), 3 in L, L.clear() 
        return (x > y) - (x < y)
    try: L.sort(key=cmp_to_key(m)); print('fine', L)
    except ValueError as e: print(e, L)
