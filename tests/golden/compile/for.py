for a in b:
    c
for a, b in c:
    d
for a, *b in c:
    d
for a.b in c:
    d
for a[0] in b:
    c
for a in b:
    if c:
        break
    if d:
        continue
else:
    e
for i in 1, 2, 3:
    i
for i in [1, 2]:
    i
for i in *a, *b:
    i
