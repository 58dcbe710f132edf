def f(x):
    match x:
        case 1:
            return 'one'
        case [a, *b]:
            for c in b:
                match c:
                    case 0: break
                    case _: continue
            return a
        case {'k': v} if v:
            def g(): return v
            return g
        case _:
            pass
    return None
