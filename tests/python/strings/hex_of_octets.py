"""hex() of bytes and their like: short and long, with separators on either side, and wrong ones."""

for n in (0,1,2,3,12,13,31,32,33,200):
    b = bytes(i * 37 % 256 for i in range(n))
    print(b.hex(), b.hex(':'), b.hex('-',3), b.hex('_',-4), bytearray(b).hex(' '), memoryview(b).hex('.',2), b.hex(b'/'))
for s in ('é','ab','',b'\xff',b'ab',5):
    for o in (b'abc', bytearray(b'abc'), memoryview(b'abc')):
        try:
            print(o.hex(s))
        except Exception as e:
            print(type(e), e)
