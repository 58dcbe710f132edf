"""`super()` without an attribute behind it finds the first argument of a function that is compiled."""


class Base:
    def method(self):
        return 'base'


alias = super


class Derived(Base):
    def method(self):
        bound = super()
        return bound.method(), super().method()

    def named(self):
        __class__
        return alias().method()

    def kind(self):
        return super().__class__.__name__


for _ in range(150):
    derived = Derived()
    found = derived.method(), derived.named(), derived.kind()
print(found)
