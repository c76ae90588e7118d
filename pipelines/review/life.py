"""The whole life of a person: where they were when, how each row was linked, what was claimed and decided about them."""

from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy import Connection, or_, select
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.identity.kinds import Kind
from pipelines.periods import Period
from pipelines.review.claimed import ClaimedValue, claims_of
from pipelines.review.persons import (
    Person,
    bind_rows_of,
    family_of,
    find_person,
    partitions_of,
    persons_of_keys,
    said_by_rows,
    survivor_of,
)
from pipelines.review.shown import Row
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging
from pipelines.state.models import School, Sheet, SubmittedFile
from pipelines.state.reviews import IdentityChange, ReviewDecision

_ROWS_OF_SHEET = 2**21  # see macro row_place


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A row that belongs to the person: where it stands, what it says (typed), and how it was linked."""

    period: str
    province_code: str
    school_code: str
    school_name: str
    row_id: int
    submission_id: str
    file: str
    sheet: str
    excel_row: int
    said: Row
    outcome: str
    method: str
    score: float


@dataclass(frozen=True, slots=True)
class Decision:
    """What an officer said of a row and this person."""

    decided_at: datetime
    school_code: str
    folded_name: str
    birth_date: str
    person_id: str
    verdict: str
    reason: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class Change:
    """A merge, a split or the undoing of one (``undoes``), with the ids of both persons."""

    change_id: int
    action: str
    undoes: int | None
    person_id: str
    other_id: str
    reason: str
    requested_by: str
    approved_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Life:
    """``asked_id`` may be superseded; ``person`` is who stands for it now, ``superseded`` everybody else they stand for."""

    asked_id: str
    person: Person
    superseded: list[Person]
    enrolments: list[Enrolment] = field(default_factory=list)
    claims: list[ClaimedValue] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def life_of(settings: Settings, database: Database, kind: Kind, person_id: str) -> Life:
    """Everything about the person who has an id now or had it before a merge; enrolments in the order of time.

    Reads the register and the partitions of the person's schools only. Raises ReviewError for an id nobody has.
    """
    with database.connect() as connection:
        person = survivor_of(connection, kind, find_person(connection, kind, person_id))
        family = family_of(connection, kind, person)
        claims = claims_of(connection, kind, family)
        ids = _ids(connection, kind, family)
        decisions = _decisions(connection, kind, ids)
        changes = _changes(connection, kind, ids)
    enrolments = enrolments_of(settings, database, kind, family)
    return Life(person_id, person, family[1:], enrolments, claims, decisions, changes)


def enrolments_of(settings: Settings, database: Database, kind: Kind, family: list[Person]) -> list[Enrolment]:
    """The accepted rows in force that are linked to a person or those they supersede."""
    staging = Staging(settings.workspace.staging)
    keys = [person.person_key for person in family]
    with database.connect() as connection:
        partitions = partitions_of(connection, kind, family)
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        bind_rows_of(engine, staging, kind, partitions, keys)
        links = engine.arrow("SELECT * FROM person_row").to_pylist()
        places = {link["row_id"]: Partition(link["period"], link["province_code"]) for link in links}
        said = said_by_rows(engine, database, staging, kind, places)
    with database.connect() as connection:
        sheets = _sheets(connection, {row_id // _ROWS_OF_SHEET for row_id in said})
        codes = {str(row["school_code"]) for row in said.values()}
        names = dict(
            connection.execute(select(School.school_code, School.name).where(School.school_code.in_(codes))).all()
        )
    enrolments = [
        Enrolment(
            period=link["period"],
            province_code=link["province_code"],
            school_code=str(row["school_code"]),
            school_name=names.get(str(row["school_code"]), ""),
            row_id=link["row_id"],
            **sheets.get(link["row_id"] // _ROWS_OF_SHEET, _NO_SHEET),
            excel_row=link["row_id"] % _ROWS_OF_SHEET,
            said=row,
            outcome=link["outcome"],
            method=link["method"],
            score=link["score"],
        )
        for link in links
        if (row := said.get(link["row_id"]))
    ]
    return sorted(enrolments, key=lambda e: (Period.parse(e.period).order, e.school_code, e.row_id))


_NO_SHEET = {"submission_id": "", "file": "", "sheet": ""}


def _sheets(connection: Connection, sheet_ids: set[int]) -> dict[int, dict[str, str]]:
    statement = (
        select(Sheet.sheet_id, SubmittedFile.submission_id, SubmittedFile.name, Sheet.name)
        .join(SubmittedFile, SubmittedFile.file_id == Sheet.file_id)
        .where(Sheet.sheet_id.in_(sheet_ids))
    )
    return {
        sheet_id: {"submission_id": submission, "file": file, "sheet": sheet}
        for sheet_id, submission, file, sheet in connection.execute(statement)
    }


def _ids(connection: Connection, kind: Kind, family: list[Person]) -> dict[int, str]:
    """Key → id of the family and of whoever was merged with or split from one of it."""
    keys = {person.person_key for person in family}
    about = or_(IdentityChange.person_key.in_(keys), IdentityChange.other_key.in_(keys))
    changes = select(IdentityChange.person_key, IdentityChange.other_key).where(IdentityChange.kind == kind.name, about)
    others = {key for pair in connection.execute(changes) for key in pair if key is not None}
    return {key: person.person_id for key, person in persons_of_keys(connection, kind, keys | others).items()}


def _decisions(connection: Connection, kind: Kind, ids: dict[int, str]) -> list[Decision]:
    statement = (
        select(ReviewDecision)
        .where(ReviewDecision.kind == kind.name, ReviewDecision.person_key.in_(ids))
        .order_by(ReviewDecision.decision_id)
    )
    return [
        Decision(
            decided_at=row.decided_at,
            school_code=row.school_code,
            folded_name=row.folded_name,
            birth_date=row.birth_date,
            person_id=ids[row.person_key],
            verdict=row.verdict,
            reason=row.reason,
            decided_by=row.decided_by,
        )
        for row in connection.execute(statement.with_only_columns(*ReviewDecision.__table__.columns))
    ]


def _changes(connection: Connection, kind: Kind, ids: dict[int, str]) -> list[Change]:
    about = or_(IdentityChange.person_key.in_(ids), IdentityChange.other_key.in_(ids))
    statement = (
        select(*IdentityChange.__table__.columns)
        .where(IdentityChange.kind == kind.name, about)
        .order_by(IdentityChange.change_id)
    )
    return [
        Change(
            change_id=row.change_id,
            action=row.action,
            undoes=row.undoes,
            person_id=ids.get(row.person_key, ""),
            other_id=ids.get(row.other_key, ""),
            reason=row.reason,
            requested_by=row.requested_by,
            approved_by=row.approved_by,
            changed_at=row.changed_at,
        )
        for row in connection.execute(statement)
    ]
