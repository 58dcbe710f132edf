"""Prints src/modules/multibyte/charsets.data.ts: what the CJK codecs of CPython map. Run by CPython 3.14.

A codec is told by what it differs in from another one, its base, whose keys may be transformed. All numbers are
varints (seven bits each, lowest first), in sections that begin with their length:

  singles     byte, meaning: 0 an error, 1 and 2 the first of two or three bytes, c + 3 the character c; by default
              bytes below 0x80 are themselves and the others the first of two
  pairs       two characters each: what one key can stand for
  doubles     key and character, both as differences, the latter zigzag; character 0x110000 + n is pair n, and
              0x120000 removes what the base has
  triples     the same for keys behind 0x8f
  exceptions  character and key (0: none), as differences: what is encoded otherwise than it is decoded
"""

import base64
import sys
import zlib

REMOVED = 0x120000
PAIR = 0x110000


def jis_to_sjis(key):
    row, cell = (key >> 8) - 0xA0, (key & 0xFF) - 0xA0
    lead = (row - 1) // 2 + (0x81 if row <= 62 else 0xC1)
    if row & 1:
        return lead << 8 | cell + 0x3F + (cell > 63)
    return lead << 8 | cell + 0x9E


def plane2_to_sjis(key):
    row, cell = (key >> 8) - 0xA0, (key & 0xFF) - 0xA0
    lead = (row + 0x1DF) // 2 - row // 8 * 3 if row <= 15 else (row + 0x19B) // 2 - 3
    if row & 1:
        return lead << 8 | cell + 0x3F + (cell > 63)
    return lead << 8 | cell + 0x9E


class Codec:
    def __init__(self, name):
        self.name = name
        self.pairs = []
        self.singles = {}
        for byte in range(256):
            meaning = self.single(byte)
            if meaning != (byte + 3 if byte < 0x80 else 1):
                self.singles[byte] = meaning
        leads = [b for b in range(256) if self.singles.get(b, 0 if b < 0x80 else 1) == 1]
        self.doubles = {}
        for lead in leads:
            for trail in range(256):
                self.add(self.doubles, lead << 8 | trail, bytes([lead, trail]))
        self.triples = {}
        if 2 in self.singles.values():
            for second in range(0xA1, 0xFF):
                for third in range(0xA1, 0xFF):
                    self.add(self.triples, second << 8 | third, bytes([0x8F, second, third]))

    def single(self, byte):
        try:
            return ord(bytes([byte]).decode(self.name)) + 3
        except UnicodeDecodeError as error:
            if not error.reason.startswith('incomplete'):
                return 0
        try:
            bytes([byte, 0xA1]).decode(self.name)
        except UnicodeDecodeError as error:
            if byte == 0x8F and error.reason.startswith('incomplete'):
                return 2
        return 1

    def add(self, table, key, data):
        try:
            text = data.decode(self.name)
        except UnicodeDecodeError:
            return
        if len(text) == 1:
            table[key] = ord(text)
        elif len(text) == 2:
            pair = tuple(map(ord, text))
            if pair not in self.pairs:
                self.pairs.append(pair)
            table[key] = PAIR + self.pairs.index(pair)

    def exceptions(self):
        encoded = {}
        for byte in range(256):
            meaning = self.singles.get(byte, byte + 3 if byte < 0x80 else 1)
            if meaning >= 3:
                encoded.setdefault(meaning - 3, byte)
        for key, char in sorted(self.doubles.items()):
            encoded.setdefault(char, key)
        for key, char in sorted(self.triples.items()):
            encoded.setdefault(char, 0x8F0000 | key)
        found = {}
        for char in range(0x110000):
            expected = encoded.get(char, 0)
            try:
                data = chr(char).encode(self.name)
            except UnicodeEncodeError:
                data = b''
            actual = int.from_bytes(data) if len(data) <= 3 else 0
            if char and actual != expected:
                found[char] = actual
        return found


def varint(number):
    data = bytearray()
    while number >= 0x80:
        data.append(number & 0x7F | 0x80)
        number >>= 7
    data.append(number)
    return bytes(data)


def zigzag(number):
    return 2 * number if number >= 0 else -2 * number - 1


def section(table, signed):
    data = varint(len(table))
    last_key = last_value = 0
    for key, value in sorted(table.items()):
        data += varint(key - last_key)
        data += varint(zigzag(value - last_value) if signed else value)
        last_key, last_value = key, value
    return data


def difference(table, base):
    changed = {key: value for key, value in table.items() if base.get(key) != value}
    changed.update((key, REMOVED) for key in base if key not in table)
    return changed


CODECS = [
    # name, base, transformation of the base's keys
    ('gbk', None, None),
    ('gb2312', 'gbk', None),
    ('gb18030', 'gbk', None),
    ('big5', None, None),
    ('cp950', 'big5', None),
    ('big5hkscs', 'big5', None),
    ('cp949', None, None),
    ('euc_kr', 'cp949', None),
    ('johab', None, None),
    ('euc_jp', None, None),
    ('euc_jis_2004', 'euc_jp', None),
    ('euc_jisx0213', 'euc_jis_2004', None),
    ('shift_jis', 'euc_jp', 'sjis'),
    ('cp932', 'shift_jis', None),
    ('shift_jis_2004', 'euc_jis_2004', 'sjis'),
    ('shift_jisx0213', 'shift_jis_2004', None),
]


def gb18030_fours():
    fours = {}
    for number in range(39420):
        rest, fourth = divmod(number, 10)
        rest, third = divmod(rest, 126)
        first, second = divmod(rest, 10)
        data = bytes([0x81 + first, 0x30 + second, 0x81 + third, 0x30 + fourth])
        try:
            fours[number] = ord(data.decode('gb18030'))
        except UnicodeDecodeError:
            pass
    return fours


def pack(data):
    text = base64.b64encode(zlib.compress(data, 9, wbits=-15)).decode()
    lines = [text[i:i + 100] for i in range(0, len(text), 100)]
    return ' +\n  '.join(f"'{line}'" for line in lines)


def main():
    codecs = {}
    out = [
        '/** What the CJK codecs map, packed; printed by scripts/dump-cjk.py, which describes the form. */',
        '',
        '/** By codec: the base, how its keys are transformed, the data. */',
        'export const CHARSETS: readonly (readonly [name: string, base: string, transformation: string, data: string])[] = [',
    ]
    for name, base_name, transformation in CODECS:
        codec = codecs[name] = Codec(name)
        doubles, triples = {}, {}
        if base_name:
            base = codecs[base_name]
            # Pairs have numbers of their own in each codec.
            if transformation == 'sjis':
                doubles = {jis_to_sjis(key): char for key, char in base.doubles.items()
                           if key >> 8 >= 0xA1 and char < PAIR}
                doubles.update((plane2_to_sjis(key), char) for key, char in base.triples.items()
                               if (key >> 8) - 0xA0 in (1, 3, 4, 5, 8, 12, 13, 14, 15, *range(78, 95)))
            else:
                doubles = {key: char for key, char in base.doubles.items() if char < PAIR}
                triples = base.triples
        singles = varint(len(codec.singles))
        for byte, meaning in codec.singles.items():
            singles += varint(byte) + varint(meaning)
        pairs = varint(len(codec.pairs)) + b''.join(varint(a) + varint(b) for a, b in codec.pairs)
        data = (singles + pairs + section(difference(codec.doubles, doubles), True)
                + section(difference(codec.triples, triples), True) + section(codec.exceptions(), False))
        out.append(f"  [\n    '{name}',\n    '{base_name or ''}',\n    '{transformation or ''}',\n    {pack(data)},\n  ],")
        print(name, len(data), len(zlib.compress(data, 9)), file=sys.stderr)
    out.append('];')
    out.append('')
    out.append('/** The characters of four bytes of gb18030, by number, in the form of doubles. */')
    out.append(f'export const GB18030_FOURS =\n  {pack(section(gb18030_fours(), True))};')
    print('\n'.join(out))


main()
