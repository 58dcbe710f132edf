"""sqlite3: values, transactions, cursors, rows, callbacks, blobs, copies of databases; what is refused."""

import os
import sqlite3
import tempfile
import threading


def attempt(function, *args, **kwargs):
    try:
        result = function(*args, **kwargs)
    except Exception as error:
        names = [getattr(error, name, None) for name in ("sqlite_errorcode", "sqlite_errorname")]
        return f"{type(error).__name__}: {error} {names}"
    return result.fetchall() if isinstance(result, sqlite3.Cursor) else result


db = sqlite3.connect(":memory:")
db.execute("create table t(id integer primary key, value, stamp point)")
values = [None, 0, -(2**63), 2**63 - 1, 1.5, float("inf"), "", "text \x00 ä 🐍", b"", b"\x00\xff", bytearray(b"ba"), True]
cursor = db.executemany("insert into t(value) values (?)", [(value,) for value in values])
print(cursor.rowcount, cursor.lastrowid, db.in_transaction, db.total_changes)
db.commit()
for row in db.execute("select id, value, typeof(value) from t order by id"):
    print(row)
print(db.execute("insert into t(value) values (7) returning id, value").fetchall())
db.rollback()
print(db.execute("select count(*), max(id) from t").fetchone(), db.in_transaction)

# Parameters.
print(attempt(db.execute, "select :a, :b, :a", {"a": 1, "b": "x"}))
print(attempt(db.execute, "select ?2, ?1", (1, 2)))
for sql, parameters in (
    ("select ?", ()),
    ("select ?", {"a": 1}),
    ("select :a", {}),
    ("select :a", (1,)),
    ("select ?", (object,)),
    ("select ?", (2**63,)),
    ("select ?", ("\ud800",)),
    ("select ?", 5),
    ("select 1; select 2", ()),
    ("select 1 -- and no more\n/* but comments */", ()),
    ("select 1\0", ()),
    ("selec 1", ()),
    ("", ()),
    ("select * from nothing", ()),
):
    print(attempt(db.execute, sql, parameters))
print(attempt(db.executemany, "select 1", [()]))
print(attempt(db.execute, "insert into t(id) values (1)"))

# Cursors and rows.
cursor = db.cursor()
cursor.execute("select id, value as V from t where id < 6")
print([column[0] for column in cursor.description], cursor.rowcount)
print(cursor.fetchone(), cursor.fetchmany(2), next(cursor), cursor.fetchall(), cursor.fetchone())
db.row_factory = sqlite3.Row
row = db.execute("select id, value as V from t where id = 1").fetchone()
print(row.keys(), row["v"], row["ID"], row[-1], row[:1], len(row), tuple(row), row == row)
print(attempt(lambda: row["x"]), attempt(lambda: row[2]), attempt(lambda: row[None]))
db.row_factory = lambda cursor, row: list(row)
print(db.execute("select 1, 2").fetchall())
db.row_factory = None
db.text_factory = bytes
print(db.execute("select 'text'").fetchall())
db.text_factory = str
print(attempt(lambda: db.execute("select cast(x'ff41' as text) as bad").fetchall()))
cursor.close()
print(attempt(cursor.fetchone))


# Adapters and converters.
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __conform__(self, protocol):
        if protocol is sqlite3.PrepareProtocol:
            return f"{self.x};{self.y}"

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


sqlite3.register_converter("point", lambda octets: Point(*map(int, octets.split(b";"))))
sqlite3.register_adapter(complex, lambda number: number.real)
typed = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES)
typed.execute("create table p(p point, n number(10))")
typed.execute("insert into p values (?, ?)", (Point(4, -3), 2 + 3j))
cursor = typed.execute('select p, n, p as "q [point]", n as "m [unknown]" from p')
print(cursor.fetchall(), [column[0] for column in cursor.description])
print(sqlite3.adapt(Point(1, 2)), attempt(sqlite3.adapt, object()), sqlite3.adapt(1, int, "else"))

# Functions, aggregates, windows, collations.
db.create_function("twice", 1, lambda value: value * 2, deterministic=True)
db.create_function("fails", 0, lambda: 1 / 0)
db.create_function("huge", 0, lambda: 2**70)
print(attempt(db.execute, "select twice(21), twice('ab'), twice(x'01')"))
print(attempt(lambda: db.execute("select fails()").fetchall()), attempt(lambda: db.execute("select huge()").fetchall()))


class Total:
    def __init__(self):
        self.sum = 0

    def step(self, value):
        self.sum += value

    def inverse(self, value):
        self.sum -= value

    def value(self):
        return self.sum

    finalize = value


db.create_aggregate("total_of", 1, Total)
db.create_aggregate("broken", 1, type("Broken", (), {"step": lambda self, value: None}))
print(attempt(db.execute, "select total_of(id) from t where id < 5"))
print(attempt(lambda: db.execute("select broken(id) from t").fetchall()))
db.create_window_function("running", 1, Total)
print(attempt(db.execute, "select running(id) over (order by id rows between 1 preceding and current row) from t where id < 5"))
db.create_collation("backwards", lambda a, b: (a < b) - (a > b))
print(db.execute("select value from (values ('a'), ('c'), ('b')) as v(value) order by column1 collate backwards".replace("value from", "column1 from").replace(" as v(value)", "")).fetchall())
db.create_collation("backwards", None)
print(attempt(db.execute, "select 1 order by 1 collate backwards"))

# Hooks.
seen = []
db.set_trace_callback(seen.append)
db.execute("select ?", (5,)).fetchall()
db.set_trace_callback(None)
print(seen)
db.set_authorizer(lambda action, *rest: sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_READ else sqlite3.SQLITE_OK)
print(attempt(db.execute, "select value from t").partition(":")[0])
db.set_authorizer(None)
steps = []
db.set_progress_handler(lambda: steps.append(1) or len(steps) > 3, 100)
print(attempt(db.execute, "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"))
db.set_progress_handler(None, 0)

# Transactions.
print(db.isolation_level, db.autocommit, db.in_transaction)
try:
    with db:
        db.execute("delete from t")
        raise KeyError
except KeyError:
    print(db.execute("select count(*) from t").fetchone())
modern = sqlite3.connect(":memory:", autocommit=False)
print(modern.in_transaction, attempt(setattr, modern, "autocommit", 3))
modern.executescript("create table s(x); insert into s values (1); select * from s;")
modern.rollback()
print(attempt(modern.execute, "select * from s"), modern.in_transaction)
for level in ("exclusive", None, "none", 1):
    print(attempt(setattr, db, "isolation_level", level), db.isolation_level)

# Blobs.
db.execute("insert into t(id, value) values (50, zeroblob(8))")
with db.blobopen("t", "value", 50) as blob:
    blob.write(b"abcd")
    blob[4] = ord("e")
    blob[5:8:2] = b"fg"
    blob.seek(-3, os.SEEK_END)
    print(len(blob), blob.tell(), blob.read(), blob[0], blob[-1], blob[1:4], blob[::3])
    print(attempt(blob.write, b"12345"), attempt(blob.seek, 99), attempt(lambda: blob[8]), attempt(lambda: blob[::-1]))
print(attempt(blob.read))

# Copies, files, threads.
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file.db")
    file = sqlite3.connect(path)
    db.commit()
    db.backup(file, pages=1, progress=lambda status, remaining, total: seen.append(total > remaining >= 0))
    print(seen[-1], file.execute("select count(*) from t").fetchone())
    copy = sqlite3.connect(":memory:")
    copy.deserialize(file.serialize())
    print(copy.execute("select value from t where id = 50").fetchone())
    file.close()
    print(attempt(file.execute, "select 1"))
    print([line for line in copy.iterdump() if "CREATE" in line])
thread = threading.Thread(target=lambda: print(attempt(db.execute, "select 1").partition(".")[0]))
thread.start()
thread.join()
print(db.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 20) > 20, attempt(db.execute, "select 1" + " " * 20), attempt(db.getlimit, 99))
print(sqlite3.complete_statement("select 1;"), sqlite3.complete_statement("select"), sqlite3.threadsafety)
