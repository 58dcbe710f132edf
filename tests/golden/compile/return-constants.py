def f(): return None
def g(): return 1
def h(): return 'x'
def i(): return (1, 2)
def j(): return [1, 2]
def k(): return True
def l(): return ...
def m(x):
    if x: return 1
    return 1
