global x
x = 1
def f():
    x
    global y
    for y in z: pass
    import w
    def g(): return w
class C:
    global v
    def v(): pass
