"""What a new process gets of the environment and of groups."""

import os
import subprocess
import sys

show = [sys.executable, "-c", "import os; print(os.environ.get('FRUIT'))"]
# Without an environment of its own the child takes the one that there is when it becomes the program.
prepared = subprocess.run(show, capture_output=True, text=True, preexec_fn=lambda: os.putenv("FRUIT", "apple"))
print(prepared.stdout, end="")
print(os.environ.get("FRUIT"))
own = subprocess.run(
    show, capture_output=True, text=True, env={**os.environ, "FRUIT": "pear"}, preexec_fn=lambda: os.putenv("FRUIT", "x")
)
print(own.stdout, end="")
for groups in ([2**64], [-1], [1.5]):
    try:
        subprocess.run(show, extra_groups=groups)
    except (ValueError, TypeError, KeyError) as error:
        print(type(error).__name__, error)
