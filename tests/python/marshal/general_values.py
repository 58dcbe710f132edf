# marshal: containers that hold themselves, exact types, files, damaged data, code objects refused.
import marshal, io, array
a=[1,2]; a.append(a); b=marshal.loads(marshal.dumps(a)); print(b[2] is b)
d={'a':[({0},)], 1:{2:3}, (1,):None}
print(marshal.loads(marshal.dumps(d))==d, marshal.loads(marshal.dumps(d,0))==d)
print(marshal.loads(marshal.dumps(StopIteration)), marshal.loads(marshal.dumps(bytearray(b'x'))), marshal.loads(marshal.dumps(array.array('b',b'ab'))))
class L(list): pass
class T(tuple): pass
class F(float): pass
for v in (L(),T(),F(1),object(),[object()]):
    try: print(marshal.dumps(v))
    except ValueError as e: print(e)
f=io.BytesIO(marshal.dumps([1,2**70,'é',b'abc',1.5,None])+b'rest'); print(marshal.load(f), f.read())
for bad in (b'[\x01\0\0\0', b'{i\1\0\0\0', b'{N', b'<\1\0\0\0[\0\0\0\0', b'[\xff\xff\xff\xff', b'[\1\0\0\x000'):
    try: print(marshal.loads(bad))
    except Exception as e: print(type(e).__name__, e)
c=compile('1','f','eval')
for g in (lambda: marshal.dumps([c],allow_code=False), lambda: marshal.loads(marshal.dumps([c]),allow_code=False)):
    try: g()
    except ValueError as e: print(e)
x=[]
for i in range(3000): x=[x]
try: marshal.dumps(x)
except ValueError as e: print(e)
