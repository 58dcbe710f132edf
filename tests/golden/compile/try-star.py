try:
    a
except* B:
    c
except* D as e:
    f
else:
    g
finally:
    h
try:
    a
except* (B, C) as d:
    raise
except* E, F:
    g
