"""What a school's next template begins with."""

from collections.abc import Sequence

from sqlalchemy import Engine as Database

from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.templates.new_year import carried_over
from pipelines.templates.previous import Row, previous_state
from pipelines.templates.succession import with_codes_in_force
from schemas.catalogue import load_catalogue
from schemas.model import Dataset


def prefilled(
    settings: Settings, database: Database, school_code: str, period: Period, datasets: Sequence[str]
) -> tuple[dict[str, list[Row]], dict[str, Period]]:
    """By dataset: the rows to fill in for ``period``, and the period that they are from.

    Within a school year as they were; in a new one learners and classes are a grade higher. Amounts of a fiscal year leave
    when it ends. Codes are those in force at ``period``. Raises DeliveryError for a school that is not in the register.
    """
    state = previous_state(settings, database, school_code, period, sorted({*datasets, "class"}))
    classes = state.datasets["class"].rows if "class" in state.datasets else []
    catalogue = load_catalogue()
    now = catalogue.in_force(period.census_date)
    rows, sources = {}, {}
    for name in datasets:
        if previous := state.datasets.get(name):
            if _is_of_ended_fiscal_year(now.datasets[name], previous.period, period):
                continue
            is_new_year = period.school_year > previous.period.school_year
            kept = _by_class_name(previous.rows, classes) if name == "student" and is_new_year else previous.rows
            for year in range(previous.period.school_year + 1, period.school_year + 1):
                kept = carried_over(name, kept, state.level_group_code, year)
            then = catalogue.in_force(previous.period.census_date)
            kept = with_codes_in_force(now.datasets[name], kept, then, now)
            rows[name] = [row | {"school_code": school_code, "school_year": period.school_year} for row in kept]
            sources[name] = previous.period
    return rows, sources


def _is_of_ended_fiscal_year(dataset: Dataset, previous: Period, period: Period) -> bool:
    """The fiscal year of a collection is the calendar year of its census date (FIN006): plans become final accounts."""
    return "fiscal_year" in dataset.key_fields and previous.census_date.year < period.census_date.year


def _by_class_name(learners: Sequence[Row], classes: Sequence[Row]) -> list[Row]:
    """Learners with the name of their class, for its code ends with the school year; many schools write it as the code."""
    names = {row["class_code"]: row["class_name"] for row in classes if row["class_code"]}
    return [
        row | {"class_name": row["class_name"] or names.get(row["class_code"], row["class_code"])} for row in learners
    ]
