a = ''
b = 'x'
c = 'name'
d = 'two words'
e = "ünïcode"
f = 'astral \U0001F600'
g = '\ud800'
h = b''
i = b'a'
j = b'\x00\xff'
k = r'\raw'
l = rb'\raw'
m = u'unicode'
n = 'a' 'b' "c"
o = '''three
lines'''
p = 'con\
tinued'
q = '\N{LATIN SMALL LETTER A}\x41\101\u0041'
