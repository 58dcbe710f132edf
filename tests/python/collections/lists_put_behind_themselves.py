"""A list whose items are put at its own end, however often: of a class of its own too, whose way to iterate nobody asks for."""


class Kept(list):
    pass


class Odd(list):
    def __iter__(self):
        yield "asked"


for kind in list, Kept, Odd:
    for items in ([], [0.5, 1.5], [1, "a"], [0.5, None]):
        made = kind(items) if kind is not Odd else Odd()
        if kind is Odd:
            made += tuple(items)
        made.extend(made)
        print(kind.__name__, list.__repr__(made))
        made += made
        print(len(made))
        made[1:1] = made
        print(len(made), list.__repr__(made[:5]))

other = Odd([1])
print([*other], [0.5, *other])
plain = [0.5]
plain.extend(other)
print(plain)

emptied = [1.5]
emptied.pop()
print(emptied * 2, 3 * emptied)
emptied *= 2
print(emptied)
