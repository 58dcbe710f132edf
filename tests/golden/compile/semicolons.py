a = 1; b = 2; c = 3;
def f(): x = 1; return x
if a: b; c
class C: x = 1; y = 2
for i in x: a; b
while x: a; break
