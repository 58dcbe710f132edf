match x:
    case y: a
match x:
    case 1 as y: a
    case (2 | 3) as z: b
match x, y:
    case a, b: c
match *x, y:
    case [a]: b
match x:
    case _ as whatever: pass
