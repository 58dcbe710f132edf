"""What stands in a class is another thing when it is read again, though the class was not changed."""


class Value:
    def __repr__(self):
        return 'Value'


class Holder:
    value = Value()

    @staticmethod
    def static():
        return 1


def read():
    return Holder.value, Holder.static()


for _ in range(40):
    read()
print(read())
Value.__get__ = lambda self, instance, owner: 'got'
print(read())
Holder.__dict__['static'].__init__(lambda: 2)
print(read())
del Value.__get__
print(read())
