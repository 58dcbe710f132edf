while a:
    b
while a:
    b
else:
    c
while True:
    if x:
        break
    if y:
        continue
    z
while not a:
    if b:
        break
else:
    c
