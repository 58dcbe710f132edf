# What collections.abc registers as a sequence matches no sequence pattern for that: strings and bytes.
class A:
    def __getitem__(self,i): return 1
    def __len__(self): return 2
class St(str): pass
class B(bytearray): pass
import collections, array
def m(v):
    match v:
        case [q, *r]: return 'seq'
        case {}: return 'map'
        case _: return 'no'
for v in ('abc', b'\xff'.hex(), St('ab'), b'ab', bytearray(b'a'), B(b'a'), [1], (1,), range(2), memoryview(b'ab'), collections.deque([1]), array.array('i',[1]), A(), {}, {1}, 5, None, 'a\U0001f600'):
    print(type(v).__name__, m(v), m(v), m(v))
class P:
    __slots__=('v',)
    def __setattr__(self,n,v): object.__setattr__(self,n,v)
p=P()
try: p.w=1
except AttributeError as e: print(e)
try: del p.w
except AttributeError as e: print(e)
