def f(x):
    while True:
        try:
            y = x()
        except StopIteration:
            break
        except (A, B):
            continue
        else:
            if y:
                return y
        finally:
            z()
    return None
