if __debug__:
    a = 1
else:
    a = 2
b = __debug__
c = not __debug__
while __debug__:
    break
d = a if __debug__ else b
