match x:
    case 1 | 2 | 3: a
    case [1, y] | [y, 2]: b
    case {'a': y} | [y] | A(y): c
    case ([a, b] | [b, a]) | {0: a, 1: b}: d
    case (1 as y) | [y]: e
