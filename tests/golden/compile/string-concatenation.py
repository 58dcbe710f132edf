a = ('one'
     'two'
     f'{x}'
     r'\three')
b = 'a' "b" '''c''' """d"""
c = b'a' b"b"
d = u'a' 'b'
e = f'a' f'b' 'c'
f = 'a' f'{x}' 'b' 'c' f'd{y}e'
