"""Texts that are formatted and changed."""

lines = []
for i in range(2500):
    lines.append(f"{i:05d}:{'x' * (i % 7)}".upper().replace("X", "y"))
print(len("\n".join(lines)))
