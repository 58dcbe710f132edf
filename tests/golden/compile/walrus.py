if (n := f()) > 10:
    print(n)
while chunk := read():
    use(chunk)
a = [y := 1, y ** 2]
b = (z := (w := 3))
f(x := 1, y=(v := 2))
