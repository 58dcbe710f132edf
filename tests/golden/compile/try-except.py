try:
    a
except:
    b
try:
    a
except B:
    c
except (D, E) as e:
    f
else:
    g
try:
    a
except A, B:
    c
try:
    a
except B as e:
    raise
