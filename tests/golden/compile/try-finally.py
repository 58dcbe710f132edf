try:
    a
finally:
    b
try:
    a
except B:
    c
finally:
    d
try:
    a
except B:
    c
else:
    d
finally:
    e
