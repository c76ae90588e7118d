"""Sample schools hand in after the census, most of them on time, and never tomorrow."""

from datetime import UTC, date, datetime

from pipelines.generation.handing_in import handing_in
from pipelines.periods import Period

SCHOOLS = [f"79{n:06d}" for n in range(500)]
PERIOD = Period.parse("2019-2020-dau-nam")
DUE = date(2019, 10, 15)


def test_most_schools_are_on_time_and_some_are_late() -> None:
    days = [handing_in()(PERIOD, school).date() for school in SCHOOLS]
    assert min(days) > PERIOD.census_date
    assert 0.8 < sum(day <= DUE for day in days) / len(days) < 0.9
    assert days == [handing_in()(PERIOD, school).date() for school in SCHOOLS]
    assert days != [handing_in(2)(PERIOD, school).date() for school in SCHOOLS]


def test_nobody_has_handed_in_for_what_is_to_come() -> None:
    arrived = handing_in()(Period.parse("2199-2200-dau-nam"), SCHOOLS[0])
    assert arrived <= datetime.now(UTC).replace(tzinfo=None)
