# repr() and ascii() hand on an instance of a subclass of str, as long as nothing has to be escaped.
class Text(str):
    def __format__(self, spec):
        return f"formatted with {spec!r}"


class Shown:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return Text(self.text)


plain, accented = Shown("<a>"), Shown("<é>")
print(type(repr(plain)), type(ascii(plain)))
print(type(repr(accented)), type(ascii(accented)), ascii(accented))
print(f"{plain!r:x}", f"{plain!a}", f"{accented!a}")
