"""Collection periods and their census dates (Circular 24/2018/TT-BGDĐT)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pipelines.errors import UnknownPeriodError

# A school year before 2000 or after 2199 is a slip of the pen.
_PERIOD = re.compile(r"(?P<start>2[01][0-9]{2})-(?P<end>2[0-9]{3})-(?P<point>dau-nam|giua-nam|cuoi-nam)")


class Point(StrEnum):
    """The point of the school year at which a collection is taken."""

    BEGINNING = "dau-nam"
    MIDDLE = "giua-nam"
    END = "cuoi-nam"


# Month, day and years after the start of the school year. The middle-of-year date is our own: the end of term 1.
_CENSUS = {Point.BEGINNING: (9, 30, 0), Point.MIDDLE: (1, 15, 1), Point.END: (5, 31, 1)}


@dataclass(frozen=True, slots=True)
class Period:
    """One collection. ``school_year`` is the year in which the school year starts."""

    school_year: int
    point: Point

    @classmethod
    def parse(cls, name: str) -> "Period":
        """Read ``2025-2026-dau-nam``; raises UnknownPeriodError."""
        match = _PERIOD.fullmatch(name)
        if not match or int(match["end"]) != int(match["start"]) + 1:
            raise UnknownPeriodError("period.unknown", name=name)
        return cls(int(match["start"]), Point(match["point"]))

    @classmethod
    def latest(cls, day: date) -> "Period":
        """The last collection whose census date is not after ``day``."""
        periods = [cls(year, point) for year in (day.year - 1, day.year) for point in Point]
        return max((p for p in periods if p.census_date <= day), key=lambda p: p.census_date)

    @property
    def name(self) -> str:
        return f"{self.school_year}-{self.school_year + 1}-{self.point}"

    @property
    def census_date(self) -> date:
        month, day, years = _CENSUS[self.point]
        return date(self.school_year + years, month, day)

    def is_at_hand(self, day: date) -> bool:
        """Whether its census date is at most a year after ``day``: nobody can hand in for a later one."""
        return self.census_date <= day + timedelta(days=366)

    @property
    def order(self) -> tuple[int, int]:
        """Sorts periods in the order of time."""
        return self.school_year, list(Point).index(self.point)

    def __str__(self) -> str:
        return self.name
