"""Print how version 3.2.0 of the Unicode database differs from the current one, as JSON, for generate-unicode.ts."""
import json
import unicodedata

old = unicodedata.ucd_3_2_0


def properties(db, c):
    return [db.category(c), db.bidirectional(c), db.combining(c), db.mirrored(c), db.east_asian_width(c)]


def numbers(db, c):
    return [db.decimal(c, None), db.digit(c, None), db.numeric(c, None)]


runs = []
values = []
for cp in range(0x110000):
    c = chr(cp)
    now = properties(old, c)
    if now != properties(unicodedata, c):
        if runs and runs[-1][1] == cp - 1 and runs[-1][2:] == now:
            runs[-1][1] = cp
        else:
            runs.append([cp, cp, *now])
    if old.category(c) == 'Cn':
        continue
    if numbers(old, c) != numbers(unicodedata, c):
        values.append([cp, *numbers(old, c)])
print(json.dumps({'properties': runs, 'numbers': values}))
