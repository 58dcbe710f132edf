"""unicodedata: properties, names and normal forms, in both versions, and the errors."""
import binascii
import unicodedata
from unicodedata import lookup, name, normalize, ucd_3_2_0 as old


def attempt(function, *args):
    try:
        print(repr(function(*args)))
    except Exception as error:
        print(type(error).__name__, error)


def checksum(function, first, last):
    text = "|".join(str(function(chr(c))) for c in range(first, last))
    return binascii.crc32(text.encode("utf-8", "surrogatepass"))


for database in (unicodedata, old):
    print(database.unidata_version)
    for function in ("category", "bidirectional", "combining", "mirrored", "east_asian_width", "decomposition"):
        print(function, checksum(getattr(database, function), 0, 0x2600))
    for function in ("decimal", "digit", "numeric", "name"):
        print(function, checksum(lambda c: getattr(database, function)(c, None), 0, 0x2600))
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        print(form, checksum(lambda c: database.normalize(form, "a\u0301" + c + "\u0323\u0301"), 0xA0, 0x2600))

print(name("\N{GRINNING FACE}"), name("\uAC00"), name("\u4E00"), name("\U0001F1E6"))
print([lookup(n) for n in ("LINE FEED", "hangul syllable gag", "CJK UNIFIED IDEOGRAPH-9FFF", b"DIGIT ONE")])
print(ascii(lookup("LATIN SMALL LETTER R WITH TILDE")), ascii(normalize("NFKC", "ﬁ\u0301ﾊﾞ")))
print(unicodedata.is_normalized("NFC", "e\u0301"), unicodedata.is_normalized("NFD", "e\u0301"))
attempt(lookup, "no such character")
attempt(lookup, "x" * 300)
attempt(lookup, bytearray(b"DIGIT ONE"))
attempt(old.lookup, "LATIN SMALL LETTER R WITH TILDE")
attempt(old.name, "\U0001F600")
attempt(name, "\uE000")
attempt(name, "ab")
attempt(name, 1)
attempt(unicodedata.category, "")
attempt(unicodedata.decimal, "x")
attempt(normalize, "NFX", "a")
