"""Runs programs one after the other, each as a module of its own, and writes what each printed as a line of JSON.

    python3.14 jit-programs.py PROGRAMS.json OUTPUT.jsonl FIRST

FIRST is the number of the first program.
"""

import io
import json
import linecache
import sys
import types
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(600)
with open(sys.argv[1], encoding="utf-8") as file:
    programs = json.load(file)
with open(sys.argv[2], "w", encoding="utf-8") as output:
    for number, source in enumerate(programs, int(sys.argv[3])):
        name = f"<program {number}>"
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        module = types.ModuleType("program")
        sys.stdout = io.StringIO()
        try:
            exec(compile(source, name, "exec"), module.__dict__)
        except BaseException as error:
            print("ended by", type(error).__name__, error)
        printed = sys.stdout.getvalue()
        sys.stdout = sys.__stdout__
        output.write(json.dumps(printed) + "\n")
        output.flush()
