"""Undoing a merge or a split."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy import Engine as Database
from sqlalchemy.orm import aliased

from pipelines.errors import ReviewError
from pipelines.identity.kinds import KINDS, Kind
from pipelines.review.change_log import (
    Outcome,
    Request,
    record_change,
    remember,
    unlink,
    update_person,
)
from pipelines.review.contents import Content, contents_at
from pipelines.review.decide import Verdict, request_relink
from pipelines.review.life import Enrolment, enrolments_of
from pipelines.review.persons import family_of, partitions_of, persons_of_keys, register_table, survivor_of
from pipelines.settings import Settings
from pipelines.staging import Partition
from pipelines.state.database import lock_table
from pipelines.state.persons import PersonLink
from pipelines.state.reviews import ChangedLink, IdentityChange

_LAST_ID = 2**63 - 1  # of a database


def undo(settings: Settings, database: Database, change_id: int, request: Request) -> Outcome:
    """Undo a merge or a split; once. Raises ReviewError where it cannot be.

    Of a merge, the superseded id is open again with its own rows and number. Of a split, the rows go back, and whoever
    was registered for them is superseded by the person: if they were merged since, once that is undone.
    """
    if abs(change_id) > _LAST_ID:
        raise ReviewError("undo.absent", change=str(change_id))
    with database.connect() as connection:
        change = connection.execute(
            select(*IdentityChange.__table__.columns).where(IdentityChange.change_id == change_id)
        ).one_or_none()
        kept = connection.execute(
            select(*ChangedLink.__table__.columns).where(ChangedLink.change_id == change_id)
        ).all()
    if change is None or change.action == "undo":
        raise ReviewError("undo.absent", change=str(change_id))
    kind = KINDS[change.kind]
    partitions = {Partition(link.period, link.province_code) for link in kept}
    since: list[Enrolment] = []
    going_back: list[Content] = []
    if change.action == "merge":
        since = _linked_since(settings, database, kind, change.person_key, {link.row_id for link in kept})
    else:
        going = {link.content_key for link in kept}
        said = contents_at(settings, database, kind, partitions, {link.school_code for link in kept})
        going_back = [content for content in said if content.content_key in going]
    with database.begin() as connection:
        lock_table(connection, "issuer")
        if connection.execute(select(IdentityChange.change_id).where(IdentityChange.undoes == change_id)).first():
            raise ReviewError("undo.twice", change=str(change_id))
        about = {"person_key": change.person_key, "other_key": change.other_key, "undoes": change_id}
        undone = record_change(connection, kind, request, action="undo", **about)
        if change.action == "merge":
            _reopen(connection, kind, change)
            # Of a person who was superseded themselves since, there are rows that this change is not about.
            unlink(connection, [e.row_id for e in since], of=(change.person_key, change.other_key))
            both = persons_of_keys(connection, kind, [change.person_key, change.other_key]).values()
            families = [person for one in both for person in family_of(connection, kind, one)]
            partitions |= set(partitions_of(connection, kind, families))
        else:
            _give_back(connection, kind, change, undone, going_back, request)
        request_relink(connection, partitions)
        ids = persons_of_keys(connection, kind, [k for k in (change.person_key, change.other_key) if k is not None])
    other = ids[change.other_key].person_id if change.other_key is not None else ""
    return Outcome(undone, ids[change.person_key].person_id, other, len(kept))


def _linked_since(
    settings: Settings, database: Database, kind: Kind, person_key: int, before: set[int]
) -> list[Enrolment]:
    """The rows that may have been linked after a merge: whose they are is to be found anew."""
    with database.connect() as connection:
        person = persons_of_keys(connection, kind, [person_key])[person_key]
        family = family_of(connection, kind, survivor_of(connection, kind, person))
    return [e for e in enrolments_of(settings, database, kind, family) if e.row_id not in before]


def _reopen(connection: Connection, kind: Kind, change: Row[Any]) -> None:
    table = register_table(kind)
    is_other = table.c.person_key == change.other_key
    connection.execute(update(table).where(is_other).values(superseded_by=None))
    if change.wrong_number:
        if connection.execute(select(table.c.person_id).where(table.c.personal_id == change.wrong_number)).first():
            raise ReviewError("undo.number_taken", ending=change.wrong_number[-4:])
        update_person(connection, kind, change.wrong_number_of, personal_id=change.wrong_number)
    for key in (change.other_key, change.person_key):
        person_key = _given_back_to(connection, change, key)
        if person_key is not None:
            _lead_to(connection, kind, [key], person_key)


def _given_back_to(connection: Connection, merge: Row[Any], key: int) -> int | None:
    """Whose the rows are with which a person was merged, where they were registered for a split that was undone since."""
    merged, parted = aliased(ChangedLink), aliased(ChangedLink)
    split, undone = aliased(IdentityChange), aliased(IdentityChange)
    statement = (
        select(split.person_key)
        .join(undone, undone.undoes == split.change_id)
        .join(parted, parted.change_id == split.change_id)
        .join(merged, merged.content_key == parted.content_key)
        .where(split.kind == merge.kind, split.action == "split", split.last_key < key)
        .where(merged.change_id == merge.change_id, merged.person_key == key)
        .order_by(undone.change_id.desc())
        .limit(1)
    )
    return connection.scalar(statement)


def _lead_to(connection: Connection, kind: Kind, keys: Collection[int], person_key: int) -> None:
    """Have a person stand for others, but for those who are merged: the merge says whom they lead to until it is undone."""
    person = persons_of_keys(connection, kind, [person_key])[person_key]
    survivor = survivor_of(connection, kind, person)
    for key, other in persons_of_keys(connection, kind, keys).items():
        if other.superseded_by is None and key != survivor.person_key:
            update_person(connection, kind, key, superseded_by=person_key)


def _give_back(
    connection: Connection, kind: Kind, change: Row[Any], undone: int, rows: list[Content], request: Request
) -> None:
    said: dict[int, Verdict] = {change.person_key: "same"}
    if change.other_key is not None:
        said[change.other_key] = "different"
    remember(connection, kind, undone, rows, said, request)
    row_ids = [content.row_id for content in rows]
    registered = {key for key in _holders(connection, row_ids) if key > change.last_key}
    _lead_to(connection, kind, registered, change.person_key)
    unlink(connection, row_ids)


def _holders(connection: Connection, row_ids: Collection[int]) -> set[int]:
    held = select(PersonLink.person_key).where(PersonLink.row_id.in_(row_ids), PersonLink.person_key.is_not(None))
    return {key for key in connection.scalars(held) if key is not None}
