"""Whether a decision agrees with what was said last of others: who is one with the same is one."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import Connection, and_, or_, select

from pipelines.errors import ReviewError
from pipelines.identity.kinds import KINDS
from pipelines.review.persons import persons_of_keys, survivor_of
from pipelines.review.queue import Pair
from pipelines.state.reviews import ReviewDecision

# A row by its school and content, or a person of the register (no school).
Somebody = tuple[str, int]
Two = frozenset[Somebody]


def require_consistent(connection: Connection, pairs: Sequence[Pair], verdict: Literal["same", "different"]) -> None:
    """Raises ReviewError where earlier decisions make one of the pairs the opposite of what is said of all of them now."""
    said_now = [_both(pair) for pair in pairs]
    said_before = dict.fromkeys(said_now)
    for pair in pairs:
        first, second = _sides(pair)
        same, different = _known_of(connection, pair.kind, first, said_before)
        if verdict == "different" and first != second and second in same:
            raise ReviewError("review.same_by_others", pair=pair.pair_id[:8])
        if verdict == "same" and second not in same:
            same_as_second, _ = _known_of(connection, pair.kind, second, said_before)
            if different & same_as_second:
                raise ReviewError("review.different_by_others", pair=pair.pair_id[:8])
        if verdict == "same":
            same, _ = _known_of(connection, pair.kind, first, dict.fromkeys(said_now, verdict))
            if len(_survivors(connection, pair.kind, same)) > 1:
                raise ReviewError("review.somebody_else", pair=pair.pair_id[:8])


def _survivors(connection: Connection, kind: str, some: Collection[Somebody]) -> set[int]:
    """The persons among them: one row cannot be two, nor one through others. Who thinks so must merge them, which takes two people."""
    persons = persons_of_keys(connection, KINDS[kind], {key for school, key in some if not school})
    return {survivor_of(connection, KINDS[kind], person).person_key for person in persons.values()}


def _known_of(
    connection: Connection, kind: str, somebody: Somebody, said_now: Mapping[Two, str | None]
) -> tuple[set[Somebody], set[Somebody]]:
    """Who is one with somebody, directly or through others, and whom any of these is not.

    Of some pairs that counts which is said now (None: nothing).
    """
    same, different, newest = {somebody}, set[Somebody](), {somebody}
    while newest:
        words = _last_words(connection, kind, newest) | {two: now for two, now in said_now.items() if two & newest}
        different |= {other for two, verdict in words.items() if verdict == "different" for other in two - newest}
        newest = {one for two, verdict in words.items() if verdict == "same" for one in two} - same
        same |= newest
    return same, different


def _last_words(connection: Connection, kind: str, about: Collection[Somebody]) -> dict[Two, str | None]:
    schools = {school for school, _ in about if school}
    contents = {key for school, key in about if school}
    persons = {key for school, key in about if not school}
    of_row = and_(ReviewDecision.school_code.in_(schools), ReviewDecision.content_key.in_(contents))
    of_other_row = and_(ReviewDecision.other_school_code.in_(schools), ReviewDecision.other_content_key.in_(contents))
    statement = (
        select(*ReviewDecision.__table__.columns)
        .where(ReviewDecision.kind == kind)
        .where(or_(of_row, of_other_row, ReviewDecision.person_key.in_(persons)))
        .order_by(ReviewDecision.decision_id)
    )
    return {_both(word): word.verdict for word in connection.execute(statement)}


def _both(said: Any) -> Two:
    return frozenset(_sides(said))


def _sides(said: Any) -> tuple[Somebody, Somebody]:
    """Of a pair of the queue or a decision."""
    row = said.school_code, said.content_key
    if said.person_key is not None:
        return row, ("", said.person_key)
    return row, (said.other_school_code, said.other_content_key)
