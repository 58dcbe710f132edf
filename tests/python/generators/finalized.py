"""Generators that nobody refers to any more are closed in a collection: their `finally` blocks run."""

import gc
import sys
import warnings


def plain():
    try:
        yield 1
        yield 2
    finally:
        print("plain ends")


def outer():
    try:
        yield from plain()
    finally:
        print("outer ends")


def failing():
    try:
        yield
    finally:
        raise KeyError("while closing")


for make in plain, outer:
    generator = make()
    print(next(generator), generator.gi_frame.f_generator is generator)
    del generator
    gc.collect()

for _ in plain():
    break
gc.collect()

finished = plain()
print(list(finished))
del finished
gc.collect()

sys.unraisablehook = lambda args: print(args.err_msg.split(" <")[0], repr(args.exc_value))
generator = failing()
next(generator)
del generator
gc.collect()
sys.unraisablehook = sys.__unraisablehook__


async def asynchronous():
    try:
        yield 1
    finally:
        print("asynchronous ends")


def step(awaitable):
    try:
        awaitable.send(None)
    except (StopIteration, StopAsyncIteration) as end:
        return getattr(end, "value", None)


def finalizer(generator):
    print("finalizer of", generator.__name__)
    step(generator.aclose())


def abandon():
    step(asynchronous().asend(None))


sys.set_asyncgen_hooks(finalizer=finalizer)
abandon()
gc.collect()
sys.set_asyncgen_hooks(finalizer=None)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    asynchronous().asend(None)
    gc.collect()
    asynchronous().aclose()
    gc.collect()
print([str(warning.message) for warning in caught])

last = plain()
next(last)
