if 1:
    a
if 0:
    b
else:
    c
if not x:
    d
while 0:
    e
while 1:
    f
    break
if '':
    g
if __debug__:
    h
if 1 and x:
    i
if x or 1:
    j
if () or y:
    k
