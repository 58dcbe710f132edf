a = '%s and %r' % (x, y)
b = '%a%%' % (x,)
c = '%d' % x
d = '%5s|%-5r|%.3s' % (x, y, z)
e = 'no args' % ()
f = '%s' % x
g = '%(name)s' % x
