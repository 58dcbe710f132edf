# Pickles that are wrong, and old ones that are not: what is raised for each.
import _pickle


def attempt(data, **options):
    try:
        value = _pickle.loads(data, **options)
        print(data[:40], ascii(value))
    except Exception as e:
        print(data[:40], type(e).__name__, e)


PICKLES = [
    b'',
    b'.',
    b'N',
    b'(.',
    b'(N.',
    b't.',
    b'0.',
    b'2.',
    b'cos\nnoname\n.',
    b'\x80\x04\x8c\x02os\x8c\x08path.foo\x93.',
    b'\x80\x04\x8c\x02os\x8c\x0bpath.<locals>\x93.',
    b'\x80\x06.',
    b'\x80\x04\x95\x00\x00\x00\x00\x00\x00\x00\xff.',
    b'\x80\x04\x95\x05\x00\x00\x00\x00\x00\x00\x00N.',
    b'\x8a\xff',
    b'\x8b\xff\xff\xff\xff.',
    b'g5\n.',
    b'h\x05.',
    b'j\x05\0\0\0.',
    b'p-1\n.',
    b'Np-1\n.',
    b'X\xff\xff\xff\xffab',
    b'\x8d\xff\xff\xff\xff\xff\xff\xff\xffab',
    b'B\xff\xff\xff\xffab',
    b'\x8e\xff\xff\xff\xff\xff\xff\xff\xff',
    b'T\xff\xff\xff\xff',
    b'T\xff\xff\xff\x7f',
    b'S"abc\n.',
    b"S'a\\x41b'\n.",
    b"S'a\\x'\n.",
    b"S'\xff'\n.",
    b'Iabc\n.',
    b'I\n.',
    b'I01\n.',
    b'I1\n.',
    b'I 12\n.',
    b'I0x10\n.',
    b'Labc\n.',
    b'L12L\n.',
    b'L12\n.',
    b'F1e400\n.',
    b'Fabc\n.',
    b'F1.5\n.',
    b'F 1.5\n.',
    b'\x97.',
    b']\x98.',
    b'Pabc\n.',
    b'NQ.',
    b'\x82\x00.',
    b'\x82\xf0.',
    b'N(a.',
    b'Na.',
    b'NNs.',
    b'N(NNu.',
    b'}(Nu.',
    b'(Nd.',
    b'NNR.',
    b'N)R.',
    b'NN\x81.',
    b'cbuiltins\nint\nN\x81.',
    b'cbuiltins\nint\n)N\x92.',
    b'NNb.',
    b'(o.',
    b'(N)o.',
    b'(ibuiltins\nint\n.',
    b'ios\n\n',
    b'(ios\nnope\n.',
    b'\xff',
    b"'",
    b'\\',
    b'a',
    b'\x8f(N\x90.',
    b'N(N\x90.',
    b'V\\u0041\\ud800\n.',
    b'V\\ugg\n.',
    b'X\x01\0\0\0\xff.',
    b'X\x03\0\0\0\xed\xa0\x80.',
    b'Vabc',
    b'cabc',
    b'NN.',
    b'\x93.',
    b'NN\x93.',
    b'1.',
    b'(1.',
    b'N(N1.',
    b'N1.',
    b'(e.',
    b'](e.',
    b'](Ne.',
    b'N\x94\x94h\x01.',
    b'(NNl.',
    b'Np.\n.',
    b'Gabc',
    b'\x96\xff\xff\xff\xff\xff\xff\xff\xff',
    b'\x96\x02\0\0\0\0\0\0\0ab.',
    b'I9223372036854775808\n.',
    b'p0\n',
    b'Nq',
    b'Nq\x00h\x00\x86.',
    b'\x85.',
    b'N\x86.',
    b'(K\x01\x85.',
    b'K\x01(\x85.',
    b'(K\x01K\x02.',
    b'N\x80\x05.',
    b'c\n\n.',
    b'c__main__\nx\n.',
]

for pickle in PICKLES:
    attempt(pickle)

attempt(b"S'\xff'\n.", encoding='bytes')
attempt(b"S'\xff'\n.", encoding='latin-1')
attempt(b'U\x01\xff.', encoding='ASCII', errors='replace')
attempt(b'\x97.', buffers=[])
attempt(b'.', buffers=1)

# Nothing may be read across the end of a frame.


def framed(count, rest):
    return b'\x80\x04\x95' + count.to_bytes(8, 'little') + rest


FRAMED = [
    framed(5, b'N.'),
    framed(1, b'N.'),
    framed(3, b'X\x03\0\0\0abc.'),
    framed(6, b'X\x03\0\0\0abc.'),
    framed(1, b'K\x05.'),
    framed(1, b'I5\n.'),
    framed(2, b'I5\n.'),
    framed(0, b'N.'),
    framed(3, b'\x8c\x03abc0N.'),
    framed(10, framed(1, b'N.')[2:]),
    framed(9, framed(1, b'N.')[2:]),
    framed(10, b'N' + framed(2, b'0N.')[2:]),
    framed(11, b'N' + framed(2, b'0N.')[2:]),
]
for pickle in FRAMED:
    attempt(pickle)
