"""A MemoryError says nothing of the exception that was being handled, unless it is raised again."""


def f():
    try: raise TypeError
    except TypeError:
        try: 'a' * (2**53)
        except MemoryError as e:
            print(e.__context__)
            try:
                try: raise KeyError
                except KeyError: raise e
            except MemoryError as e2: print(repr(e2.__context__))


f()
