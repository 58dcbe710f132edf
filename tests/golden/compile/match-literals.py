match x:
    case 1: a
    case -1: b
    case 1.5 | -2j: c
    case 1 + 2j: d
    case 'text': e
    case b'bytes': f
    case None: g
    case True | False: h
    case 'a' 'b': i
    case _: j
