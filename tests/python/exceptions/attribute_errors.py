# AttributeError knows the object and the name, whoever raised it.


class Dynamic:
    def __getattr__(self, name):
        raise AttributeError('custom')

    @property
    def broken(self):
        raise AttributeError('in property')


class Always:
    def __getattribute__(self, name):
        raise AttributeError(1, 2)


class Told:
    def __getattr__(self, name):
        raise AttributeError('x', name='other', obj=3)


for value, name in (
    (Dynamic(), 'foo'),
    (Dynamic(), 'broken'),
    (Always(), 'bar'),
    (Told(), 'baz'),
    (5, 'nothing'),
    (int, 'nothing'),
    (object(), 'nothing'),
    (print, 'nothing'),
):
    try:
        getattr(value, name)
    except AttributeError as e:
        print(e, e.name, type(e.obj).__name__)
    print(hasattr(value, name), getattr(value, name, 'default'))

try:
    missing_name
except NameError as e:
    print(e, e.name)
try:
    del missing_name
except NameError as e:
    print(e, e.name)


def delete():
    del local
    local = 1


try:
    delete()
except UnboundLocalError as e:
    print(e, e.name)
