"""Instances of a class, and a method."""


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def add(self, other):
        return Point(self.x + other.x, self.y + other.y)


total = Point(0, 0)
for i in range(3000):
    total = total.add(Point(i, 2 * i))
print(total.x, total.y)
