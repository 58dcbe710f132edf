match x:
    case a.b: c
    case a.b.c | d.e: f
    case y if y > 1: g
    case [a, b] if a == b and c: h
    case 1 if False: i
    case {'a': [1, {'b': z}]} if z: j
