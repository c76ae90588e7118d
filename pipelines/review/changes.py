"""Merging persons, and splitting rows off a person.

A change is recorded and asks for the partitions it touches to be identified again; the next run rewrites their links
and publishes. Links are not rewritten by a merge: whoever is superseded is followed to the survivor where links are
read, so that undoing it gives every row back. What was linked since is matched anew.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy import Engine as Database

from pipelines.errors import ReviewError
from pipelines.identity.kinds import Kind
from pipelines.periods import Period
from pipelines.review.change_log import (
    Outcome,
    Request,
    contents_of,
    keep_links,
    partitions_of_rows,
    record_change,
    remember,
    unlink,
    update_person,
)
from pipelines.review.contents import Content
from pipelines.review.decide import Verdict, request_relink
from pipelines.review.life import Enrolment, enrolments_of
from pipelines.review.persons import Person, family_of, find_person, partitions_of, survivor_of
from pipelines.settings import Settings
from pipelines.state.database import lock_table


@dataclass(frozen=True, slots=True)
class Known:
    """The rows of persons who may be merged, as the links files tell them, and what these rows say."""

    enrolments: list[Enrolment]
    contents: dict[int, Content]


def merge(
    settings: Settings,
    database: Database,
    kind: Kind,
    first_id: str,
    second_id: str,
    request: Request,
    wrong_number: str = "",
) -> Outcome:
    """Make two persons one: the id that was issued first stays, the other is superseded and still leads to the person.

    Raises ReviewError for an id nobody has, for one person under two ids, and where both have a personal number, unless
    ``wrong_number`` says which of the two is not theirs: it is taken off the register.
    """
    known = known_of(settings, database, kind, [first_id, second_id])
    with database.begin() as connection:
        lock_table(connection, "issuer")
        return merge_within(connection, kind, first_id, second_id, request, known, wrong_number)


def known_of(settings: Settings, database: Database, kind: Kind, person_ids: Collection[str]) -> Known:
    """What merges of these persons need, read before they begin."""
    with database.connect() as connection:
        families = [_family(connection, kind, person_id) for person_id in person_ids]
    family = {person.person_key: person for family in families for person in family}
    enrolments = enrolments_of(settings, database, kind, list(family.values()))
    return Known(enrolments, contents_of(settings, database, kind, enrolments))


def merge_within(
    connection: Connection,
    kind: Kind,
    first_id: str,
    second_id: str,
    request: Request,
    known: Known,
    wrong_number: str = "",
) -> Outcome:
    """As ``merge``, in a transaction that holds the lock of the registers; ``known`` may be of more persons."""
    families = [_family(connection, kind, person_id) for person_id in (first_id, second_id)]
    survivor, other = sorted((family[0] for family in families), key=_order_of_issue)
    if survivor.person_key == other.person_key:
        raise ReviewError("merge.same", first=first_id, second=second_id)
    wrong = _wrong_person(survivor, other, wrong_number)
    change_id = record_change(
        connection,
        kind,
        request,
        action="merge",
        person_key=survivor.person_key,
        other_key=other.person_key,
        wrong_number=wrong.personal_id if wrong else None,
        wrong_number_of=wrong.person_key if wrong else None,
    )
    both = [person for family in families for person in family]
    rows = keep_links(connection, change_id, known.enrolments, known.contents, of={p.person_key for p in both})
    update_person(connection, kind, other.person_key, superseded_by=survivor.person_key)
    if wrong:
        update_person(connection, kind, wrong.person_key, personal_id=None)
    # Not only where their rows were seen: a run may have linked another one a moment ago.
    request_relink(connection, set(partitions_of(connection, kind, both)))
    return Outcome(change_id, survivor.person_id, other.person_id, rows)


def split(
    settings: Settings,
    database: Database,
    kind: Kind,
    person_id: str,
    request: Request,
    *,
    school_code: str = "",
    period: str = "",
    to_id: str = "",
) -> Outcome:
    """Take the rows of a school, a period or both away from a person: they are of ``to_id``, or of whom the next run finds.

    Rows that say the same go together. Raises ReviewError where there is no such row, or nothing would be left.
    """
    with database.connect() as connection:
        family = _family(connection, kind, person_id)
        receiver = survivor_of(connection, kind, find_person(connection, kind, to_id)) if to_id else None
    person = family[0]
    if receiver and receiver.person_key == person.person_key:
        raise ReviewError("merge.same", first=person_id, second=to_id)
    enrolments = enrolments_of(settings, database, kind, family)
    contents = contents_of(settings, database, kind, enrolments)
    chosen = {
        contents[e.row_id].content_key
        for e in enrolments
        if school_code in ("", e.school_code) and period in ("", e.period)
    }
    going = [e for e in enrolments if contents[e.row_id].content_key in chosen]
    if not going:
        raise ReviewError("split.no_row", id=person_id, school=school_code, period=period)
    if len(going) == len(enrolments):
        raise ReviewError("split.nothing_left", id=person_id)
    with database.begin() as connection:
        lock_table(connection, "issuer")
        other_key = receiver.person_key if receiver else None
        change_id = record_change(
            connection, kind, request, action="split", person_key=person.person_key, other_key=other_key
        )
        keep_links(connection, change_id, going, contents)
        said: dict[int, Verdict] = {person.person_key: "different"}
        if receiver:
            said[receiver.person_key] = "same"
        remember(connection, kind, change_id, [contents[e.row_id] for e in going], said, request)
        unlink(connection, [e.row_id for e in going])
        request_relink(connection, partitions_of_rows(going))
    return Outcome(change_id, person.person_id, receiver.person_id if receiver else "", len(going))


def _family(connection: Connection, kind: Kind, person_id: str) -> list[Person]:
    return family_of(connection, kind, survivor_of(connection, kind, find_person(connection, kind, person_id)))


def _order_of_issue(person: Person) -> tuple[bool, tuple[int, int], int]:
    """Ids that existed before csdl are older than its own."""
    return person.scheme != "given", Period.parse(person.first_period).order, person.person_key


def _wrong_person(survivor: Person, other: Person, wrong_number: str) -> Person | None:
    numbers = {person.personal_id: person for person in (survivor, other) if person.personal_id}
    if wrong_number and wrong_number not in numbers:
        raise ReviewError("merge.no_number", ending=wrong_number[-4:])
    if len(numbers) > 1 and not wrong_number:
        raise ReviewError("merge.two_numbers", first=survivor.person_id, second=other.person_id)
    return numbers.get(wrong_number)
