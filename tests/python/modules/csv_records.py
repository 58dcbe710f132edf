"""csv: reading and writing records under all styles of quoting, and the checks of dialects."""
import csv


class Echo:
    def write(self, line):
        return line


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


def read(*lines, **settings):
    return list(csv.reader(lines, **settings))


def write(*row, **settings):
    return csv.writer(Echo(), **settings).writerow(row)


for quoting in range(6):
    attempt(read, '1,,"",2.5,"x"', quoting=quoting)
    attempt(write, 1, None, "", "x", 'a"b', "c,d", "e\nf", 2.5, quoting=quoting)
    attempt(write, None, quoting=quoting)
attempt(read, '"two\n', 'lines","a""b"\r\n', "", "last")
attempt(read, "a\\,b\\\\", '"x"y', escapechar="\\")
attempt(read, "a;  b ;'c;d'", delimiter=";", quotechar="'", skipinitialspace=True)
attempt(read, '"x"y', strict=True)
attempt(read, '"x', strict=True)
attempt(read, "x\ry")
attempt(read, b"x")
attempt(write, "a,b", quoting=csv.QUOTE_NONE, escapechar="\\")
attempt(write, 'a"b\\', doublequote=False, escapechar="\\", lineterminator="!")
attempt(write, 'a"b', doublequote=False)
attempt(write, "", 1, delimiter=" ", skipinitialspace=True)
attempt(csv.writer(Echo()).writerow, 5)
for setting, value in (
    ("delimiter", "ab"), ("delimiter", "\n"), ("quotechar", ""), ("quotechar", ","), ("escapechar", 1),
    ("lineterminator", None), ("quoting", "all"), ("quoting", 9), ("unknown", 1),
):
    attempt(csv.reader, [], **{setting: value})
csv.register_dialect("test", delimiter="|")
print("test" in csv.list_dialects(), csv.get_dialect("test").delimiter, read("a|b", dialect="test"))
csv.unregister_dialect("test")
attempt(csv.get_dialect, "test")
print(csv.field_size_limit(4))
attempt(read, "abcde")
csv.field_size_limit(131072)
