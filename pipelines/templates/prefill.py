"""What a school's next template begins with."""

from collections.abc import Collection, Sequence

from sqlalchemy import Engine as Database

from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.templates.new_year import carried_over
from pipelines.templates.previous import PreviousState, Row, previous_state
from pipelines.templates.succession import with_codes_in_force
from schemas.catalogue import load_catalogue
from schemas.model import Dataset


def prefilled(
    settings: Settings, database: Database, school_code: str, period: Period, datasets: Sequence[str]
) -> tuple[dict[str, list[Row]], dict[str, Period]]:
    """By dataset: the rows to fill in for ``period``, and the period that they are from.

    Within a school year as they were; in a new one learners and classes are a grade higher. Amounts of a fiscal year leave
    when it ends, lists of staff with those who left. Codes are those in force at ``period``. Raises DeliveryError for a
    school that is not in the register.
    """
    state = previous_state(settings, database, school_code, period, sorted({*datasets, "class", "staff"}))
    now = load_catalogue().in_force(period.census_date)
    carried = {
        name: _carried(now.datasets[name], state, period)
        for name, previous in state.datasets.items()
        if not _is_of_ended_fiscal_year(now.datasets[name], previous.period, period)
    }
    listed = {row["staff_code"] for row in carried["staff"]} if "staff" in carried else None
    rows = {}
    for name in (name for name in datasets if name in carried):
        kept = carried[name] if listed is None else _of_listed_staff(now.datasets[name], carried[name], listed)
        rows[name] = [row | {"school_code": school_code, "school_year": period.school_year} for row in kept]
    return rows, {name: state.datasets[name].period for name in rows}


def _carried(dataset: Dataset, state: PreviousState, period: Period) -> list[Row]:
    """The rows of a dataset as ``period`` finds them; ``dataset`` is as in that period."""
    previous = state.datasets[dataset.name]
    kept = previous.rows
    if dataset.name == "student" and period.school_year > previous.period.school_year:
        kept = _by_class_name(kept, state.datasets["class"].rows if "class" in state.datasets else [])
    for year in range(previous.period.school_year + 1, period.school_year + 1):
        kept = carried_over(dataset.name, kept, state.level_group_code, year)
    then, now = (load_catalogue().in_force(p.census_date) for p in (previous.period, period))
    return with_codes_in_force(dataset, kept, then, now)


def _is_of_ended_fiscal_year(dataset: Dataset, previous: Period, period: Period) -> bool:
    """The fiscal year of a collection is the calendar year of its census date (FIN006): plans become final accounts."""
    return "fiscal_year" in dataset.key_fields and previous.census_date.year < period.census_date.year


def _of_listed_staff(dataset: Dataset, rows: Sequence[Row], listed: Collection[object]) -> list[Row]:
    """Lists of staff without those who are not listed any more; in other rows the code of such a person is left blank."""
    names = [field.name for field in dataset.columns if field.name.endswith("staff_code")]
    if "staff" in dataset.depends_on:
        return [row for row in rows if row["staff_code"] in listed]
    return [row | {name: None for name in names if row.get(name) not in listed} for row in rows]


def _by_class_name(learners: Sequence[Row], classes: Sequence[Row]) -> list[Row]:
    """Learners with the name of their class, for its code ends with the school year; many schools write it as the code."""
    names = {row["class_code"]: row["class_name"] for row in classes if row["class_code"]}
    return [
        row | {"class_name": row["class_name"] or names.get(row["class_code"], row["class_code"])} for row in learners
    ]
