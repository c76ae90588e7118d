"""Which earlier collections a period is compared with."""

from collections.abc import Iterable
from typing import Literal, get_args

from pipelines.periods import Period

# last: the collection before. earlier: the same, if of the same school year. comparable: the same point of the year before.
# last_year: the last collection of the last school year that has one.
Role = Literal["last", "earlier", "comparable", "last_year"]
ROLES: tuple[Role, ...] = get_args(Role)


def compared_periods(period: Period, validated: Iterable[Period]) -> dict[Role, Period]:
    """Role → collection, as far as there is one: for the nation as a whole, so that provinces are compared alike."""
    before = sorted((p for p in validated if p.order < period.order), key=lambda p: p.order)
    candidates: dict[Role, list[Period]] = {
        "last": before,
        "earlier": [p for p in before if p.school_year == period.school_year],
        "comparable": [p for p in before if p == Period(period.school_year - 1, period.point)],
        "last_year": [p for p in before if p.school_year < period.school_year],
    }
    return {role: periods[-1] for role, periods in candidates.items() if periods}


def last_of_each_year(periods: Iterable[Period]) -> list[Period]:
    """The last collection of every school year, in order."""
    by_year = {period.school_year: period for period in sorted(periods, key=lambda p: p.order)}
    return list(by_year.values())
