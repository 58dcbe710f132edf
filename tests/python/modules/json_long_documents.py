"""JSON documents of some length, which are read in another way than short ones."""

import json

FILLER = '"' + 'x' * 220 + '"'


def show(text, **options):
    try:
        print(ascii(json.loads(text, **options))[-150:])
    except json.JSONDecodeError as error:
        print(error.msg, error.pos - len(text), error.lineno, error.colno)


def document(part):
    """The same part at the end of a long document of ASCII alone, and of one with other characters."""
    for filler in FILLER, FILLER.replace('xx', '\u00e9\u4e2d'), FILLER.replace('xx', '\U0001f600'):
        show('[' + filler + ', ' + part + ']')


document('"plain", "with \\"quotes\\" and \\\\", "\\u00e9\\ud83d\\ude00", "\\n\\t\\/"')
document('{"a": 1, "b": {"a": 2, "b": [1.5, -0, -0.0, 1e3, 12345678901234567890]}, "a": 3}')
document('[true, false, null, NaN, Infinity, -Infinity]')
document('{"": "", "a\\nb": 1, "k' + 'k' * 50 + '": 2}')
document('"tab\there"')
document('"no end')
document('{"a" 1}')
document('{"a": 1,}')
document('[1, 2,]')
document('[1 2]')
document('tru')
document('-')
document('"bad \\x escape"')
document('"bad \\u12g4"')
document('01')
show(FILLER[:-1])
show(FILLER + ' x')
show('[' + FILLER + ', "tab\there"]', strict=False)
show('[' + FILLER + ', {"a": {"b": 1}}]', object_hook=lambda found: sorted(found.items()))
show('[' + FILLER + ', {"a": {"b": 1}}]', object_pairs_hook=lambda pairs: [json.loads('["' + 'n' * 210 + '"]')[0][:3], pairs])
records = [{'name': 'n%d' % i, 'value': i, 'tags': ['a', 'b' * (i % 5)]} for i in range(40)]
print(json.loads(json.dumps(records)) == records)
print(json.loads(json.dumps(records, indent=4)) == records)
