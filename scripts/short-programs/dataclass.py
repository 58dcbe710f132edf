"""A dataclass that is sorted."""

from dataclasses import dataclass


@dataclass(order=True)
class Record:
    number: int
    text: str = "a"


print(sorted(Record(i * 7919 % 501, str(i)) for i in range(400))[:2])
