"""What a school had in force before a period: the rows that its next template begins with."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy import select

from pipelines.engine import Engine
from pipelines.errors import DeliveryError
from pipelines.identity.links import LINKS
from pipelines.in_force import bind_in_force
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging, validated_partitions
from pipelines.state.models import School

_SELECT = Path(__file__).with_name("previous.sql")
# Dataset → kind of person and the field that holds the id which the sector database gave them.
_PERSONS = {"student": ("learner", "learner_id"), "staff": ("staff", "sector_staff_id")}

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class PreviousRows:
    """Accepted rows of a dataset, typed as in staging, and the period that they are from."""

    period: Period
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class PreviousState:
    """What a school of a group of levels had in force last, by dataset."""

    level_group_code: str
    datasets: dict[str, PreviousRows]


def previous_state(
    settings: Settings, database: Database, school_code: str, period: Period, datasets: Sequence[str]
) -> PreviousState:
    """What a school had in force last before ``period``; a dataset that it never handed in is absent.

    Persons have the id that they were given. Raises DeliveryError for a school that is not in the register.
    """
    with database.connect() as connection:
        school = connection.execute(
            select(School.province_code, School.level_group_code).where(School.school_code == school_code)
        ).one_or_none()
    if school is None:
        raise DeliveryError("delivery.unknown_school", school=school_code)
    partitions = sorted(
        (p for p in validated_partitions(database) if p.province_code == school.province_code),
        key=lambda partition: Period.parse(partition.period).order,
        reverse=True,
    )
    earlier = [p for p in partitions if Period.parse(p.period).order < period.order]
    found = {}
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        for dataset in datasets:
            for partition in earlier:
                if rows := _rows(engine, settings, database, partition, dataset, school_code):
                    found[dataset] = PreviousRows(Period.parse(partition.period), rows)
                    break
    return PreviousState(school.level_group_code, found)


def _rows(
    engine: Engine, settings: Settings, database: Database, partition: Partition, dataset: str, school_code: str
) -> list[Row]:
    staging = Staging(settings.workspace.staging)
    if not bind_in_force(engine, "typed", database, staging, "typed", [partition], dataset):
        return []
    kind, id_field = _PERSONS.get(dataset, ("", ""))
    links = staging.links(kind, partition) if kind else None
    if links and links.exists():
        engine.bind_parquet("link", [links])
    else:
        engine.bind_arrow("link", LINKS.empty_table())
    rows: list[Row] = engine.arrow(_SELECT.read_text(encoding="utf-8"), {"school_code": school_code}).to_pylist()
    for row in rows:
        given_id = row.pop("given_id")
        if given_id:
            row[id_field] = given_id
    return rows
