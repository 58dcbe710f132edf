# What the parser tells of documents, right and wrong, fed in pieces of different sizes: events, errors, places.
import hashlib
import json
import random
from xml.parsers import expat

DOCS = [
    b'''<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<!-- c -->
<!DOCTYPE r SYSTEM "x.dtd" [
<!ENTITY e "v&#65;<b>x</b>">
<!ENTITY % pe "<!ENTITY q '1'>">
%pe;
<!ENTITY ext SYSTEM "u" >
<!ENTITY un PUBLIC "p" "u" NDATA n>
<!NOTATION n PUBLIC "pp">
<!ATTLIST r a CDATA "d" b (x|y) #IMPLIED c ID #REQUIRED d NMTOKENS #FIXED " q  w ">
<!ELEMENT r (a?,(b|c)*,d+)>
<!ELEMENT m (#PCDATA|x)*>
]>
<r xml:lang="en" a="1 &amp; \n2">t&e;x&ext;<![CDATA[ <>&]] ]]>&#x20AC;<?pi data?>\r
<s/>\xc3\xa9</r>
<?p?>
''',
    b'<a xmlns="u" xmlns:p="v" p:x="1" y="2"><p:b xmlns:p="w"/><c p:q="&lt;"/>]]<!--x--></a>',
    b'<a>\n  text &quot;&apos;&amp; more ]] > x\r\ry<b c=\'d\' e="f"></b >\t</a >\n',
    '<\u00e9l\u00e9 \u0430="\u0431">\u4e2d\U0001f600</\u00e9l\u00e9>'.encode(),
    '<a b="c">x\u00e9</a>'.encode('utf-16'),
    b'<?xml version="1.0" encoding="iso-8859-1"?><a>\xe9\xff</a>',
    b'<?xml version="1.0" encoding="cp1252"?><a>\x80</a>',
    b'<!DOCTYPE a [<!ENTITY x "&y;"><!ENTITY y "&x;">]><a>&x;</a>',
    b'<?xml version="1.0" encoding="x"?><a>' + b'\xe9' * 1100 + b'</a>',
]
UNTOLD = ('CommentHandler', 'StartElementHandler', 'EntityDeclHandler')


def parse(data, size, namespaces, default, buffer_text, entities):
    events = []
    parser = expat.ParserCreate(namespace_separator=' ' if namespaces else None)
    parser.buffer_text = buffer_text
    parser.SetParamEntityParsing(entities)

    def handler(name):
        def handle(*args):
            args = [sorted(arg.items()) if isinstance(arg, dict) else arg for arg in args]
            place = parser.CurrentByteIndex, parser.CurrentLineNumber, parser.CurrentColumnNumber
            events.append([name, args, place])
            return 1

        return handle

    for name in dir(parser):
        if name.endswith('Handler') and (name not in UNTOLD if default else not name.startswith('Default')):
            setattr(parser, name, handler(name))
    try:
        for i in range(0, len(data), size):
            parser.Parse(data[i : i + size], False)
        parser.Parse(b'', True)
    except expat.error as e:
        events.append(['error', e.code, e.lineno, e.offset, parser.ErrorByteIndex])
    except Exception as e:
        events.append([type(e).__name__, str(e)])
    return events


for data in DOCS:
    print(data[:60])
    for event in parse(data, 1000, False, False, False, 0):
        print('  ', *event)
    print('  with prefixes, bytewise:', len(parse(data, 1, True, True, True, 2)))

# Documents in which something was changed.
choose = random.Random(5)
for group in range(20):
    digest = hashlib.md5()
    for _ in range(20):
        data = bytearray(choose.choice(DOCS))
        for _ in range(choose.choice([1, 1, 2])):
            at = choose.randrange(len(data))
            kind = choose.randrange(3)
            if kind == 0:
                del data[at : at + choose.randrange(1, 6)]
            else:
                data[at : at + kind - 1] = bytes([choose.choice(b'<>/&;"\'=![]()|,*+?#% \n\rabx:-\x00\xff\xc3')])
        size = choose.choice([1, 3, 7, 10**6])
        options = choose.random() < 0.4, choose.random() < 0.3, choose.random() < 0.2, choose.choice([0, 0, 1, 2])
        digest.update(json.dumps(parse(bytes(data), size, *options)).encode())
    print(group, digest.hexdigest())
