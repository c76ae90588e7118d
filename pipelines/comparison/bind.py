"""Everything that the rules of a comparison read, under the names that they read it by.

student, class, staff, …     the rows of the period, ``is_accepted`` as the validation left them (rows.py)
accepted_student, …          those that no error of the validation keeps out
last_student, …              accepted rows of an earlier collection; its role is the prefix (earlier.py)
register, grade, code, …     as in the rules of the validation
sent_list, head_count, …     what ``sql/`` makes of these for several rules
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.comparison.earlier import ROLES, Role, compared_periods, last_of_each_year
from pipelines.comparison.filled import bind_filled
from pipelines.comparison.rows import COMPARED_DATASETS, RowFiles
from pipelines.engine import Engine
from pipelines.in_force import bind_in_force
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging
from pipelines.templates.new_year import cleared_fields
from pipelines.validation.reference import bind_reference
from pipelines.validation.registers import bind_schools
from pipelines.validation.rules import create_finding
from schemas.catalogue import load_catalogue

_SQL = Path(__file__).with_name("sql")


def bind_collections(
    engine: Engine,
    settings: Settings,
    database: Database,
    period: Period,
    by_period: Mapping[Period, list[Partition]],
    folder: Path,
) -> None:
    """Bind all of it for ``period``; rows go through files in ``folder``, which must last as long as the rules are asked."""
    staging = Staging(settings.workspace.staging)
    roles = compared_periods(period, by_period)
    files = RowFiles(engine, database, staging, folder)
    for dataset in COMPARED_DATASETS:
        files.bind(dataset, dataset, by_period[period], is_present=True)
        for role in ROLES:
            if role in roles:
                files.bind(f"{role}_{dataset}", dataset, by_period[roles[role]], is_present=False)
            else:
                files.bind_nothing(f"{role}_{dataset}", dataset)
    _bind_repeated_years(engine, database, staging, period, by_period)
    last = by_period[roles["last"]] if "last" in roles else []
    bind_filled(engine, "counted_now", database, staging, by_period[period] if last else [])
    bind_filled(engine, "counted_last", database, staging, last)
    bind_schools(engine, database)
    bind_facts(engine, period, roles)


def bind_facts(engine: Engine, period: Period, roles: Mapping[Role, Period]) -> None:
    """Bind what follows from rows, counts of cells and the register: reference tables, and what ``sql/`` makes of all."""
    last, last_year = roles.get("last"), roles.get("last_year")
    catalogue = load_catalogue()
    bind_reference(engine, catalogue, period)
    create_finding(engine, catalogue)
    is_new_year = last is not None and last.school_year != period.school_year
    of_one_year = cleared_fields() if is_new_year else []
    _bind_names(engine, "field_of_one_year", ("dataset", "field"), of_one_year)
    for dataset in COMPARED_DATASETS:
        engine.execute(f"CREATE TEMP VIEW accepted_{dataset} AS SELECT * FROM {dataset} WHERE is_accepted")
    engine.execute("SET VARIABLE last_school_year = $year::BIGINT", {"year": last_year and last_year.school_year})
    engine.execute("CREATE OR REPLACE TEMP MACRO last_school_year() AS getvariable('last_school_year')")
    # The first collection is that of the schools known by then: the register goes on growing.
    expected = "last_student" if last else "register WHERE period_order(first_period) <= period_order(this_period())"
    engine.execute(f"CREATE TEMP VIEW expected_school AS SELECT DISTINCT school_code FROM {expected}")
    for name in ("sent_list", "head_count", "collected", "filled_list", "changed_person", "grade_step"):
        engine.execute(_statement(name))


def _bind_repeated_years(
    engine: Engine, database: Database, staging: Staging, period: Period, by_period: Mapping[Period, list[Partition]]
) -> None:
    """Table ``repeated_year``: learner_id and grade_code, once for every earlier school year in which the grade was repeated."""
    engine.execute("CREATE TEMP TABLE repeated_year (learner_id VARCHAR, grade_code VARCHAR)")
    for year in last_of_each_year(p for p in by_period if p.school_year < period.school_year):
        if bind_in_force(engine, "repeater", database, staging, "typed", by_period[year], "student"):
            engine.execute(_statement("repeated_year"))


def _bind_names(engine: Engine, name: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    schema = pa.schema([(column, pa.string()) for column in columns])
    engine.bind_arrow(name, pa.Table.from_pylist([dict(zip(columns, row, strict=True)) for row in rows], schema=schema))


def _statement(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
