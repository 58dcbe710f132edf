match x:
    case []: a
    case [1]: b
    case [1, 2]: c
    case (1, y): d
    case [1, *rest]: e
    case [*_, 1]: f
    case [1, *mid, 2]: g
    case [_, _]: h
    case [[a, b], *c]: i
    case (y,): j
    case 1, 2, *_: k
