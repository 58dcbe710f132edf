# Elements and builders by themselves: what they take, and what they say of the rest.
import copy
import io
import pickle
import re
import xml.etree.ElementTree as ET

Element = ET.Element


def attempt(f):
    try:
        print(re.sub(' at 0x[0-9a-f]+', '', repr(f())))
    except Exception as e:
        print(type(e).__name__, e, getattr(e, 'position', ''))


e = Element('a', {'x': '1'}, y='2')
b = ET.SubElement(e, 'b', z='3')
b.text, b.tail = 'text', 'tail'
for f in [
    lambda: Element(), lambda: Element('a', 3), lambda: e.attrib, lambda: ET.SubElement(3, 'a'),
    lambda: ET.SubElement(e), lambda: e.append(3), lambda: e[0].tag, lambda: e[5], lambda: e['x'],
    lambda: e.__setitem__(0, 3), lambda: e.__setitem__(5, e), lambda: e.__setitem__(slice(0, 1), 3),
    lambda: e.remove(Element('z')), lambda: e.remove(3), lambda: e.insert(0, 3), lambda: e.extend([3]),
    lambda: e.extend(3), lambda: len(e), lambda: delattr(e, 'tag'), lambda: e.__getstate__(),
    lambda: e.__setstate__(3), lambda: e.__setstate__({}), lambda: e.find('b'), lambda: e.findall('.//b'),
    lambda: e.findtext('b'), lambda: e.findtext('zz', 'none'), lambda: list(e.iter()), lambda: list(e.itertext()),
    lambda: e.makeelement('x', 3), lambda: e.items(), lambda: setattr(e, 'attrib', 3), lambda: e.get('x'),
    lambda: e[:], lambda: e.__delitem__(9), lambda: list(e), lambda: ET.tostring(pickle.loads(pickle.dumps(e))),
    lambda: copy.copy(e)[0] is b, lambda: copy.deepcopy(e)[0] is b, lambda: ET.tostring(copy.deepcopy(e)),
    lambda: ET.TreeBuilder().end('a'), lambda: ET.TreeBuilder().close(), lambda: ET.TreeBuilder().start('a', 3),
    lambda: ET.XMLParser(3), lambda: ET.XMLParser().feed(3), lambda: ET.XMLParser().close(),
    lambda: ET.XMLParser(encoding='x').feed(b'<a/>'), lambda: ET.XMLParser().feed('<!DOCTYPE a SYSTEM "x"><a>&x;</a>'),
    lambda: ET.XMLParser()._setevents([], ['end', 'foo']),
]:  # fmt: skip
    attempt(f)

TEXT = '<?pi x?><!DOCTYPE a [<!ENTITY e "v">]><a xmlns:p="u"><p:b p:c="1">&e;<!--c--></p:b>t<?q r?>u</a>'


class Target:
    def __getattr__(self, name):
        if name.startswith('_'):
            raise AttributeError(name)
        return lambda *args: print(name, args)


parser = ET.XMLParser(target=Target())
parser.feed(TEXT)
parser.close()
events = ['start', 'end', 'start-ns', 'end-ns', 'comment', 'pi']
for event, value in ET.iterparse(io.StringIO(TEXT), events):
    print(event, value if isinstance(value, (tuple, type(None))) else (getattr(value.tag, '__name__', value.tag), value.text, value.tail))
builder = ET.TreeBuilder(insert_comments=True, insert_pis=True)
print(ET.tostring(ET.fromstring(TEXT, ET.XMLParser(target=builder))))
parser = ET.XMLParser()
parser.entity['x'] = 'known'
parser.feed('<!DOCTYPE a SYSTEM "x"><a>&x;</a>')
print(parser.close().text)
