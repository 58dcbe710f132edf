"""Zero-argument super() when the first argument was deleted, replaced or set to None."""


class Base:
    def method(self):
        return "Base.method"


class Derived(Base):
    def deleted(self):
        del self
        return super().method()

    def deleted_then_called(self):
        del self
        made = super()
        return made.method()

    def deleted_cell(self):
        def inner():
            return self

        del self
        return super().method()

    def deleted_later(self):
        for i in range(3):
            if i == 2:
                del self
            result = super().method()
        return result

    def replaced(self):
        self = Derived()
        return super().method()

    def none(self):
        self = None
        made = super()
        return made, made.__self__, made.__thisclass__

    def attribute_of_none(self):
        self = None
        return super().method()

    def other(self):
        self = 3
        return super().method()


for name in list(vars(Derived)):
    if not name.startswith("__"):
        try:
            print(name, getattr(Derived(), name)())
        except Exception as error:
            print(name, type(error).__name__, error)
