"""What a school's next template begins with."""

from collections.abc import Sequence

from sqlalchemy import Engine as Database

from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.templates.new_year import carried_over
from pipelines.templates.previous import Row, previous_state


def prefilled(
    settings: Settings, database: Database, school_code: str, period: Period, datasets: Sequence[str]
) -> tuple[dict[str, list[Row]], dict[str, Period]]:
    """By dataset: the rows to fill in for ``period``, and the period that they are from.

    Within a school year as they were; in a new one learners and classes are a grade higher. Raises DeliveryError for a
    school that is not in the register.
    """
    state = previous_state(settings, database, school_code, period, datasets)
    rows = {}
    for name, previous in state.datasets.items():
        kept = previous.rows
        for _ in range(period.school_year - previous.period.school_year):
            kept = carried_over(name, kept, state.level_group_code)
        rows[name] = [row | {"school_code": school_code, "school_year": period.school_year} for row in kept]
    return rows, {name: previous.period for name, previous in state.datasets.items()}
