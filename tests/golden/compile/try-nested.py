try:
    try:
        a
    except B as b:
        try:
            c
        except D as d:
            e
        finally:
            f
    else:
        g
except H:
    i
finally:
    try:
        j
    except K:
        l
