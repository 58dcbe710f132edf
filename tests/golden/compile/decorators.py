@a
def f(): pass
@a
@b.c
@d(1)
def g(): pass
@a
class C: pass
@(lambda f: f)
def h(): pass
@a[0].b
@c if d else e
async def i(): pass
