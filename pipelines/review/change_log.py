"""The log of merges and splits, and what each of them writes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy import Engine as Database

from pipelines.errors import ReviewError
from pipelines.identity.kinds import Kind
from pipelines.review.contents import Content, contents_at
from pipelines.review.decide import Verdict
from pipelines.review.life import Enrolment
from pipelines.review.persons import register_table
from pipelines.settings import Settings
from pipelines.staging import Partition
from pipelines.state.persons import PersonLink
from pipelines.state.reviews import ChangedLink, IdentityChange, ReviewDecision


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks for a change, who approves it (somebody else), and why."""

    requested_by: str
    approved_by: str
    reason: str

    def __post_init__(self) -> None:
        by, approved = self.requested_by.strip(), self.approved_by.strip()
        if not self.reason.strip() or not by or not approved or by.casefold() == approved.casefold():
            raise ReviewError("change.unsigned")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A recorded change: who stays (of a split: who loses rows), the other person if there is one, the rows it is about."""

    change_id: int
    person_id: str
    other_id: str
    rows: int


def contents_of(
    settings: Settings, database: Database, kind: Kind, enrolments: Collection[Enrolment]
) -> dict[int, Content]:
    schools = {e.school_code for e in enrolments}
    return {c.row_id: c for c in contents_at(settings, database, kind, partitions_of_rows(enrolments), schools)}


def partitions_of_rows(enrolments: Iterable[Enrolment]) -> set[Partition]:
    return {Partition(e.period, e.province_code) for e in enrolments}


def record_change(connection: Connection, kind: Kind, request: Request, **values: object) -> int:
    register = register_table(kind)
    last_key = connection.scalar(select(func.max(register.c.person_key)))
    signature = {
        "requested_by": request.requested_by.strip(),
        "approved_by": request.approved_by.strip(),
        "reason": request.reason.strip(),
        "changed_at": datetime.now(UTC),
    }
    statement = insert(IdentityChange).values(kind=kind.name, last_key=last_key, **values, **signature)
    return int(connection.execute(statement.returning(IdentityChange.change_id)).scalar_one())


def keep_links(
    connection: Connection,
    change_id: int,
    enrolments: Collection[Enrolment],
    contents: dict[int, Content],
    of: Collection[int] = (),
) -> int:
    """Note whose these rows are now, or of these only the rows ``of`` some persons; answers how many."""
    row_ids = [e.row_id for e in enrolments]
    stored = dict(
        connection.execute(
            select(PersonLink.row_id, PersonLink.person_key).where(
                PersonLink.row_id.in_(row_ids), PersonLink.person_key.is_not(None)
            )
        ).all()
    )
    links = [
        {
            "change_id": change_id,
            "row_id": e.row_id,
            "person_key": stored[e.row_id],
            "content_key": contents[e.row_id].content_key,
            "school_code": e.school_code,
            "period": e.period,
            "province_code": e.province_code,
        }
        for e in enrolments
        if e.row_id in stored and (not of or stored[e.row_id] in of)
    ]
    if links:
        connection.execute(insert(ChangedLink), links)
    return len(links)


def remember(
    connection: Connection,
    kind: Kind,
    change_id: int,
    rows: Iterable[Content],
    said: dict[int, Verdict],
    request: Request,
) -> None:
    """Remember whose the rows are, and whose they are not, for the time when they are handed in again."""
    for content in {row.content_key: row for row in rows}.values():
        for person_key, verdict in said.items():
            connection.execute(
                insert(ReviewDecision).values(
                    pair_id=f"change-{change_id}",
                    kind=kind.name,
                    content_key=content.content_key,
                    school_code=content.school_code,
                    folded_name=content.folded_name,
                    birth_date=content.birth_date,
                    person_key=person_key,
                    other_school_code="",
                    verdict=verdict,
                    reason=request.reason.strip(),
                    decided_by=request.requested_by.strip(),
                    decided_at=datetime.now(UTC),
                )
            )


def update_person(connection: Connection, kind: Kind, person_key: int, **values: object) -> None:
    table = register_table(kind)
    connection.execute(update(table).where(table.c.person_key == person_key).values(**values))


def unlink(connection: Connection, row_ids: Collection[int], of: Collection[int] = ()) -> None:
    """Have the next run identify these rows anew, or only those that are linked to one ``of`` some persons."""
    links = delete(PersonLink).where(PersonLink.row_id.in_(row_ids))
    connection.execute(links.where(PersonLink.person_key.in_(of)) if of else links)
