# CJK codecs: characters of every kind, errors, states between pieces.
import codecs

NAMES = '''gb2312 gbk gb18030 hz big5hkscs iso2022_jp iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr
cp932 euc_jp shift_jis shift_jis_2004 euc_jis_2004 euc_jisx0213 cp949 euc_kr johab big5 cp950'''.split()
TEXT = 'a~\u4e2d\u56fd \u3042\u30a2\uff71 \ud55c\ub620 \u00e6\u0300 \u304b\u309a \u00ca\u0304 \u20ac\U00020089\ud800\n'

for name in NAMES:
    packed = TEXT.encode(name, 'ignore')
    print(name, packed, ascii(packed.decode(name)))
    print(TEXT.encode(name, 'xmlcharrefreplace'), TEXT.encode(name, 'replace'))
    coder = codecs.getincrementalencoder(name)('ignore')
    pieces = [coder.encode(c) for c in TEXT] + [coder.encode('', True)]
    print(b''.join(pieces) == packed, coder.getstate())
    decoder = codecs.getincrementaldecoder(name)()
    states = []
    text = ''
    for octet in packed:
        text += decoder.decode(bytes([octet]))
        states.append(decoder.getstate())
    print(ascii(text + decoder.decode(b'', True)) == ascii(packed.decode(name)), states[:12])
    for data in (b'\xff', b'\x81', b'\xa1', b'\x1b$', b'\x1b$Z', b'~x', b'\x8f\xa1', b'\xa4\xd4\xa4\xa1'):
        try:
            print(ascii(data.decode(name)), end=' ')
        except UnicodeDecodeError as error:
            print(error.start, error.end, error.reason, end=' ')
    print()
