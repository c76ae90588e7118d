"""Persons of the registers, the rows that are linked to them, and what rows say."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pyarrow as pa
from sqlalchemy import Connection, Table, func, select
from sqlalchemy import Engine as Database

from pipelines.engine import Engine, quote_identifier
from pipelines.errors import ReviewError
from pipelines.identity.kinds import Kind
from pipelines.in_force import bind_in_force
from pipelines.review.shown import shown_fields
from pipelines.review.statements import statement
from pipelines.staging import Partition, Staging
from pipelines.state.models import Base, School, ValidatedSender
from pipelines.state.persons import PersonSchool

# Departments have codes of 2 digits, communes of 5; those of schools are longer.
_LONGEST_AREA_CODE = 5

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Person:
    """What a register keeps of a person; ``birth_date`` is ISO, or YYYY or YYYY-MM."""

    person_key: int
    person_id: str
    scheme: str
    folded_name: str
    birth_date: str
    sex_code: str
    personal_id: str | None
    first_period: str
    first_school_code: str
    superseded_by: int | None


def register_table(kind: Kind) -> Table:
    return Base.metadata.tables[kind.register]


def find_person(connection: Connection, kind: Kind, person_id: str) -> Person:
    """The person who has an id, superseded or not; raises ReviewError."""
    found = _persons(connection, kind, "person_id", [person_id])
    if not found:
        raise ReviewError("person.absent", id=person_id)
    return found[0]


def persons_of_keys(connection: Connection, kind: Kind, keys: Collection[int]) -> dict[int, Person]:
    return {person.person_key: person for person in _persons(connection, kind, "person_key", keys)}


def survivor_of(connection: Connection, kind: Kind, person: Person) -> Person:
    """Who stands for the person now: the last of those by whom they were superseded."""
    while person.superseded_by is not None:
        (person,) = _persons(connection, kind, "person_key", [person.superseded_by])
    return person


def family_of(connection: Connection, kind: Kind, survivor: Person) -> list[Person]:
    """The survivor and everybody whom they supersede, directly or through others."""
    family, newest = [survivor], [survivor]
    while newest:
        newest = _persons(connection, kind, "superseded_by", [person.person_key for person in newest])
        family += newest
    return family


def _persons(connection: Connection, kind: Kind, column: str, values: Collection[object]) -> list[Person]:
    table = register_table(kind)
    columns = [table.c[name] for name in Person.__slots__]
    statement = select(*columns).where(table.c[column].in_(values)).order_by(table.c.person_key)
    return [Person(*row) for row in connection.execute(statement)]


def partitions_of(connection: Connection, kind: Kind, persons: Iterable[Person]) -> list[Partition]:
    """Where rows of the persons can lie: what one of their schools sent, or a department or commune of its province."""
    persons = list(persons)
    keys = [person.person_key for person in persons]
    visited = select(PersonSchool.school_code).where(PersonSchool.kind == kind.name, PersonSchool.person_key.in_(keys))
    schools = {person.first_school_code for person in persons} | set(connection.scalars(visited))
    places = select(School.province_code).where(School.school_code.in_(schools))
    provinces = {code[:2] for code in schools} | set(connection.scalars(places))
    is_list = func.length(ValidatedSender.sender_code) <= _LONGEST_AREA_CODE
    is_theirs = ValidatedSender.sender_code.in_(schools) | (is_list & ValidatedSender.province_code.in_(provinces))
    senders = select(ValidatedSender.period, ValidatedSender.province_code).where(is_theirs).distinct()
    return sorted(Partition(period, province) for period, province in connection.execute(senders))


def bind_rows_of(
    engine: Engine, staging: Staging, kind: Kind, partitions: list[Partition], keys: Iterable[int]
) -> None:
    """Table ``person_row`` of the rows linked to persons: period, province_code and the columns of the links files."""
    files = {str(path): p for p in partitions if (path := staging.links(kind.name, p)).exists()}
    engine.bind_arrow("wanted_person", pa.table({"person_key": pa.array(list(keys), pa.int64())}))
    engine.bind_arrow("link_file", _file_table(files))
    if files:
        engine.bind_parquet("link_of_file", list(map(staging.root.__class__, files)), with_path=True)
    else:
        engine.execute(statement("no_links"))
    engine.execute(statement("person_rows"))


def _file_table(files: dict[str, Partition]) -> pa.Table:
    return pa.table(
        {
            "filename": pa.array(list(files), pa.string()),
            "period": pa.array([p.period for p in files.values()], pa.string()),
            "province_code": pa.array([p.province_code for p in files.values()], pa.string()),
        }
    )


def said_by_rows(
    engine: Engine, database: Database, staging: Staging, kind: Kind, places: dict[int, Partition]
) -> dict[int, Row]:
    """Row → what it says, typed, in the fields that officers compare; a row that is no longer in force is absent."""
    partitions = sorted(set(places.values()))
    if not bind_in_force(engine, "typed_row", database, staging, "typed", partitions, kind.dataset):
        return {}
    engine.bind_arrow("wanted_row", pa.table({"row_id": pa.array(list(places), pa.int64())}))
    names = [quote_identifier(shown.name) for shown in shown_fields(kind)]
    names += [
        quote_identifier(f"{shown.name}_partial") for shown in shown_fields(kind) if shown.field.allows_partial_date
    ]
    select_list = ", ".join(f"t.{name}" for name in names)
    rows = engine.arrow(statement("said").format(columns=select_list)).to_pylist()
    return {row["row_id"]: row for row in rows}
