# What a collection clears: nothing that a frame has let go of stays alive, however it was held.
import gc
import weakref


class Node:
    pass


def show(what, reference):
    gc.collect()
    print(what, reference() is None)


def variable():
    node = Node()
    reference = weakref.ref(node)
    assert reference() is node
    del node
    show('deleted variable', reference)


def cycle():
    node = Node()
    reference = weakref.ref(node)
    node.items = iter([node])
    del node
    show('cycle through an iterator', reference)


def temporary():
    show('temporary', weakref.ref(Node()))


def local_class():
    class Local:
        def method(self):
            return self

    reference = weakref.ref(Local)
    Local().method()
    del Local
    show('class', reference)


def exception():
    node = Node()
    reference = weakref.ref(node)

    def fail(value):
        raise ValueError(value)

    try:
        fail(node)
    except ValueError:
        pass
    del node
    show('exception and its traceback', reference)


def suspended():
    def steps(node):
        yield weakref.ref(node)
        del node
        yield

    generator = steps(Node())
    reference = next(generator)
    next(generator)
    show('variable of a suspended generator', reference)


def collections():
    nodes = [Node() for _ in range(5)]
    alive = weakref.WeakSet(nodes)
    by_name = weakref.WeakValueDictionary((str(i), node) for i, node in enumerate(nodes))
    notes = weakref.WeakKeyDictionary((node, i) for i, node in enumerate(nodes))
    del nodes[1:3]
    gc.collect()
    print(len(alive), sorted(by_name), sorted(notes.values()))


def callbacks():
    node = Node()
    log = []
    kept = weakref.ref(node, lambda reference: log.append(reference() is None))
    proxy = weakref.proxy(node, lambda _: log.append('proxy'))
    node.value = 3
    print(proxy.value)
    del node
    gc.collect()
    print(sorted(map(str, log)), kept() is None)
    try:
        proxy.value
    except ReferenceError as error:
        print(error)


variable()
cycle()
temporary()
local_class()
exception()
suspended()
collections()
callbacks()
