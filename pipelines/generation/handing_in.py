"""When sample schools hand in: after the census, most of them before it is due."""

from datetime import UTC, datetime, time, timedelta

from pipelines.generation.chance import Chance
from pipelines.intake.receive import Arrival
from pipelines.periods import Period

# Days after the census date: what is due is due two weeks after it (schemas/ministry/deadlines.csv).
_SOON, _LATE = (1, 15), (16, 45)
_LATE_SHARE = 0.15
_HOUR = time(3)  # UTC: mid-morning in Viet Nam


def handing_in(seed: int = 1) -> Arrival:
    """The moment (UTC) at which each school of a sample hands in for a period; never one that is still to come."""
    chance = Chance(seed)

    def arrived(period: Period, school_code: str) -> datetime:
        purpose = f"hands in {period} {school_code}"
        is_late = chance.flag(f"{purpose} late", _LATE_SHARE).item()
        days = chance.integers(purpose, *(_LATE if is_late else _SOON)).item()
        drawn = datetime.combine(period.census_date + timedelta(days=days), _HOUR)
        return min(drawn, datetime.now(UTC).replace(tzinfo=None))

    return arrived
