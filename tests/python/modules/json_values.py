"""json through its accelerator: reading, writing, hooks, and what is said of errors."""
import _json
import json


def attempt(function, *args, **kwargs):
    try:
        print(ascii(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, ascii(str(error)), getattr(error, "__notes__", None))


class Text(str): pass


class Number(int):
    def __repr__(self):
        return "not this"


for document in (
    '{"a": [1, -2.5e3, true, null, "\\u00e9\\ud83d\\ude00\\n"], "b": {}}', "-0", " 12345678901234567890 ", "[NaN, -Infinity]",
    "", "{", '{"a" 1}', '{"a": 1,}', "[1,]", "[1 2]", "nul", "01", '"\\x"', '"\\u12"', '"a\nb"', "{1: 2}", "[1] 2",
):
    attempt(json.loads, document)
attempt(json.loads, '[1.5, 2]', parse_float=str, parse_int=str)
attempt(json.loads, '{"a": {"b": 2}}', object_hook=sorted)
attempt(json.loads, '{"a": 1, "a": 2}', object_pairs_hook=list)

attempt(json.dumps, [Text("x"), Number(7), 1e100, {"k": None, 1: True, 2.5: False, None: []}])
attempt(json.dumps, "\x00\x7f\u20ac\U0001F600\"\\")
attempt(json.dumps, "\x00\x7f\u20ac\U0001F600\"\\", ensure_ascii=False)
attempt(json.dumps, {"b": [1, {}], "a": ()}, indent=2, sort_keys=True)
attempt(json.dumps, {(1, 2): 3, "a": 1}, skipkeys=True, separators=(",", ":"))
attempt(json.dumps, {(1, 2): 3})
attempt(json.dumps, [1, {"key": object()}])
attempt(json.dumps, [float("nan")], allow_nan=False)
attempt(json.dumps, {"b": 1, 3: 2}, sort_keys=True)
attempt(json.dumps, object(), default=lambda value: ["made"])
circle = []
circle.append({"circle": circle})
attempt(json.dumps, circle)
attempt(_json.scanstring, '"abc" rest', 1)
attempt(_json.scanstring, '"abc', 9)
attempt(_json.encode_basestring, 5)
