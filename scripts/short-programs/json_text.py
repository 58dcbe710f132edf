"""JSON there and back."""

import json

rows = [{"id": i, "name": f"n{i}", "tags": ["a", "b", str(i)], "v": i / 7} for i in range(300)]
text = json.dumps(rows)
print(len(text), len(json.loads(text)))
