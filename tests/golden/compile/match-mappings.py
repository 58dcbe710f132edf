match x:
    case {}: a
    case {'k': 1}: b
    case {'k': v, 2: w}: c
    case {'k': 1, **rest}: d
    case {mod.NAME: y}: e
    case {-1: y, None: z}: f
    case {**rest}: g
