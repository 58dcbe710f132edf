def f(rows):
    for row in rows:
        for cell in row:
            if cell:
                continue
            for x in cell:
                if x:
                    break
                return x
            else:
                break
        else:
            continue
        return row
