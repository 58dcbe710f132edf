"""A regular expression over a long text."""

import re

pairs = re.compile(r"(\w+)=(\d+)")
text = " ".join(f"key{i}={i * i}" for i in range(800))
print(sum(int(found[2]) for found in pairs.finditer(text)))
