# Collections that cannot get any larger raise MemoryError, and the program goes on.
import itertools

few = [0] * 3


def outcome(action):
    try:
        action()
    except (MemoryError, OverflowError) as error:
        print(type(error).__name__)
    else:
        print("done")


outcome(lambda: [None] * 10**12)
outcome(lambda: list(range(10**12)))
outcome(lambda: itertools.tee([], 10**12))
outcome(lambda: few.extend(range(10**12)))
outcome(lambda: few.__imul__(10**12))
print(few, [*few, 1])
