# Documents as trees and as events of the library's packages.
import io
import plistlib
import xml.dom.minidom
import xml.dom.pulldom
import xml.etree.ElementTree as ET
import xml.sax
import xmlrpc.client

TEXT = '<?xml version="1.0"?><a xmlns:p="u" x="1">t<p:b y="é"/>&amp;<!--c--><?pi d?><c>\U0001f600</c>tail</a>'

root = ET.fromstring(TEXT)
print([(e.tag, e.attrib, e.text, e.tail) for e in root.iter()])
print(ET.tostring(root, encoding='unicode'))
print([(event, e.tag) for event, e in ET.iterparse(io.BytesIO(TEXT.encode()), ['start', 'end'])])
document = xml.dom.minidom.parseString(TEXT)
print(document.toprettyxml(indent=' '))
print([event for event, node in xml.dom.pulldom.parseString(TEXT)])


class Handler(xml.sax.ContentHandler):
    def startElement(self, name, attrs):
        print('start', name, dict(attrs))

    def characters(self, content):
        print('characters', content)


xml.sax.parseString(TEXT.encode(), Handler())
print(plistlib.loads(plistlib.dumps({'a': [1, 2.5, True, b'x', 'é'], 'b': {'c': 'd'}})))
print(xmlrpc.client.loads(xmlrpc.client.dumps((1, 'x', [2.5, {'a': 'b'}]), 'method')))
for wrong in ('<a>', '<a></b>', '', '<a b="1" b="2"/>', '&x;', '<a>&x;</a>', '<p:a/>', 'text'):
    try:
        ET.fromstring(wrong)
    except ET.ParseError as e:
        print(wrong, e, e.code, e.position)
