"""datetime: arithmetic, comparison, formats and errors of its types."""
import copy
import pickle
from datetime import date, datetime, time, timedelta, timezone, tzinfo


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


class Zone(tzinfo):
    """Summer time from the second to the fifth hour of each day: it has a gap and a fold."""

    def utcoffset(self, dt): return timedelta(hours=1) + self.dst(dt)
    def dst(self, dt): return timedelta(hours=1 if dt is not None and 2 <= dt.hour < 5 and not dt.fold else 0)
    def tzname(self, dt): return "100%"


class Derived(datetime):
    pass


day = date(2020, 2, 29)
moment = datetime(2020, 2, 29, 1, 2, 3, 4)
span = timedelta(1, 2, 3)
east = timezone(timedelta(hours=5, minutes=30))

for arguments in ((2021, 2, 29), (0, 1, 1), (1, 13, 1), (1.5, 2, 3), (10**20, 1, 1), ("x",), (1, 2, 3, 4)):
    attempt(date, *arguments)
print(day + span, day - timedelta(366), day - date(2019, 1, 1), day.isocalendar(), day.ctime(), date.max.toordinal())
attempt(lambda: date.max + span)
attempt(lambda: day < moment)
print(day == moment, date.fromordinal(1), date.fromisocalendar(2020, 53, 7), day.replace(day=1), f"{day:%d.%m.%Y}")

print(timedelta(1.5, 2.5, weeks=-1), repr(-span), span * 2.5, span / 7, span // span, divmod(span, timedelta(hours=7)))
print(timedelta(microseconds=0.5), timedelta(microseconds=1.5), span.total_seconds(), span / timedelta(hours=1))
attempt(timedelta, 10**9)
attempt(timedelta, "1")
attempt(lambda: span / 0)
attempt(lambda: span * float("nan"))

for text in ("01:02:03.5+05:30", "T0102Z", "24:00", "24:01", "1:2", "01:02:03-24:00", "01:02:03,123456789"):
    attempt(time.fromisoformat, text)
for text in ("2020-W01-1T10", "20200101T010203.5Z", "2020-12-31T24:00", "2020-01-01T", "2020-02-30", "9999-12-31 24:00", "2020-W54"):
    attempt(datetime.fromisoformat, text)
print(moment.isoformat(" ", "milliseconds"), time(1, 2).isoformat("hours"))
attempt(moment.isoformat, timespec="days")
print(datetime(5, 6, 7, tzinfo=Zone()).strftime("%Y %G %C %F %f %z %:z %Z %%"))

local = datetime(2020, 1, 1, 4, 30, tzinfo=Zone())
late = local.replace(fold=1)
print(local.utcoffset(), late.utcoffset(), local == late, hash(local) == hash(late), local.astimezone(east), late.astimezone(east))
print(local == local.astimezone(east), local.timetuple()[8])
attempt(lambda: moment < moment.replace(tzinfo=east))
attempt(lambda: moment - moment.replace(tzinfo=east))
print(moment.replace(tzinfo=east) - moment.replace(tzinfo=timezone.utc), moment.replace(tzinfo=timezone.utc).timestamp())
print(repr(datetime.fromtimestamp(-1.0000005, timezone.utc)), repr(Derived(2020, 1, 1) + span), late.replace(hour=0))
attempt(datetime.fromtimestamp, 1e20)
attempt(datetime.fromtimestamp, 253402300800, timezone.utc)
attempt(datetime.combine, day, moment)
attempt(timezone, timedelta(1))
print(east, repr(timezone(timedelta(0), "zero")), repr(timezone(timedelta(0))), timezone.min)
for value in (day, moment, moment.replace(fold=1, tzinfo=east), time(1, fold=1), span, east, Derived(2020, 1, 1)):
    print(pickle.loads(pickle.dumps(value)) == value, copy.deepcopy(value) == value, value.__reduce_ex__(4)[1])
