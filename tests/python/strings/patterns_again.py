# Patterns that are used often, which another engine may match: the same answers, groups and places.
import re

SUBJECTS = ["", "abc", "aXbx", "foo=12; b\xe1r=345;\n x=\n", "caf\xe9 CAF\xc9 \u4e2d\u6587 \u017f K\u212a", "aab" * 12]
PATTERNS = [
    (r"(\w+)=(\d+)", 0), (r"(a)|(b)", 0), (r"((a)|(b))*", 0), (r"(a?)*?b", 0), (r"(?:(a)|b)+", 0), (r"(.)\1", 0),
    (r"^\w+$", re.M), (r"\b\w", 0), (r"\B\w", re.A), (r"caf\xe9|[k-s]", re.I), (r"[^\W\d_]+", 0), (r"\s*$", 0),
    (r"(?<=o)=(?=1)", 0), (r"(?<!a)b", 0), (r"(?=(\w))", 0), (r"x*", 0), (r"(?>a+)b", 0), (r"a++b", 0), (r".+", re.S),
    (r"(?P<name>\w)(?(name)\w|x)", 0), (r"(a{2,3}?)(b)?", 0), (r"\Z", 0), (r"(?:aa?)*b", 0), (r"[\u4e00-\u9fff]", 0),
]
for source, flags in PATTERNS:
    pattern = re.compile(source, flags)
    for subject in SUBJECTS:
        for _ in range(5):
            found = [
                match and (match.span(), match.groups(), match.lastindex, match.regs)
                for match in (
                    pattern.search(subject), pattern.match(subject, 1), pattern.fullmatch(subject), pattern.search(subject, 1, 4),
                )
            ]
            every = pattern.findall(subject), [match.span() for match in pattern.finditer(subject)]
            other = pattern.sub(r"<\g<0>>", subject), pattern.split(subject, 2)
        print(ascii((source, found, every, other)))
octets = re.compile(rb"([\x80-\xff]+)|(\w)")
for subject in (b"ab\xff\xfec", bytearray(b"x\x80"), memoryview(b"a" * 300)):
    print([match.group() for match in octets.finditer(subject)][:6], octets.sub(rb"[\1]", subject)[:12])
