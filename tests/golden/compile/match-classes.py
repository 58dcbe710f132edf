match x:
    case A(): a
    case A(1): b
    case A(1, y): c
    case A(k=1): d
    case A(1, k=v, l=[w]): e
    case mod.A(B(c)): f
    case int(n) | str(n): g
    case A(_, k=_): h
