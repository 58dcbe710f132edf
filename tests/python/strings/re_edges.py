# Regular expressions: case of ligatures, templates that are bytes-like, conditional groups followed by any character.
import re

print(re.match('\ufb05', '\ufb06', re.I), re.match('[\ufb04-\ufb05]', '\ufb06', re.I), re.match('\u1e9e', '\xdf', re.I))
print(re.sub(b'y', bytearray(b'a'), bytearray(b'xyz')), re.sub(b'y', memoryview(b'b'), b'xyz'))
for i in range(256):
    re.compile(r'()(?(1)\x%02x?)' % i)
print(re.match('(a)?(?(1)b|c)', 'ab'), re.match('(a)?(?(1)b|c)', 'c'), re.match('(a)?(?(1)b)', 'x'))
print(('a' * 3000 + 'b').find('a' * 2000 + 'b'), ('ab' * 3000).count('ab' * 300), ('x' + 'y' * 5000).replace('y' * 1000, 'z'))
print(b'  a    b   '.split(None, 1), b'  a    b   '.rsplit(None, 1), bytearray(b' a b ').split(None, 1))
