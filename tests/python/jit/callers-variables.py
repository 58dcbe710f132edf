"""Who looks at the variables of a compiled function that runs sees them, and can write them."""
import sys


def direct():
    return dict(sys._getframe(1).f_locals)


def behind_another():
    return dict(sys._getframe(2).f_locals)


def another():
    return behind_another()


def looked_at(a, b=2):
    x = a + 0.5
    for i in range(3):
        x += 1
    seen = direct()
    seen_from_afar = another()

    def write():
        sys._getframe(1).f_locals['x'] = 99

    write()
    return seen, seen_from_afar, x


class Method:
    def look(self):
        return sorted(sys._getframe(1).f_locals)

    def looked_at(self, q=1):
        z = 2
        return self.look(), z


for k in range(4):
    print(looked_at(k))
method = Method()
for k in range(4):
    # The first time, nothing tells that the method looks.
    seen = method.looked_at()
    if k > 0:
        print(seen)
