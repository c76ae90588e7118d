"""Recording what officers say of doubtful pairs."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, insert, select
from sqlalchemy import Engine as Database

from pipelines.errors import ReviewError
from pipelines.review.consistency import require_consistent
from pipelines.review.queue import Pair, find_pair
from pipelines.staging import Partition
from pipelines.state.database import lock_table
from pipelines.state.reviews import RelinkRequest, ReviewDecision, ReviewPair

Verdict = Literal["same", "different"]

_DECIDED = [column.name for column in ReviewDecision.__table__.columns if column.name in Pair.__slots__]


def decide(
    database: Database, pair_id: str, verdict: Verdict, *, by: str, reason: str, of_all: bool = False
) -> list[Pair]:
    """Record a decision about the pair whose id begins so; the next run carries it out. Answers the pairs it covers.

    With ``of_all`` it is about everybody the pair's row may be: ``different`` then makes the row a person of its own.
    Raises ReviewError where no such pair waits, or what was said before of the row and of others says the opposite.
    """
    with database.begin() as connection:
        lock_table(connection, "issuer")
        pairs = find_pair(connection, pair_id)
        if of_all:
            pairs = _pairs_of_rows(connection, pairs)
        record(connection, pairs, verdict, by=by, reason=reason)
    return pairs


def record(connection: Connection, pairs: Sequence[Pair], verdict: Verdict, *, by: str, reason: str) -> None:
    """Append a decision for each pair and ask for its partition to be identified again."""
    if not by.strip() or not reason.strip():
        raise ReviewError("review.unsigned")
    require_consistent(connection, pairs, verdict)
    signature = {"decided_by": by.strip(), "reason": reason.strip(), "decided_at": datetime.now(UTC)}
    for pair in {pair.pair_id: pair for pair in pairs}.values():
        said = {name: value for name, value in asdict(pair).items() if name in _DECIDED}
        connection.execute(insert(ReviewDecision).values(**said, **signature, verdict=verdict))
    request_relink(connection, {pair.partition for pair in pairs})


def request_relink(connection: Connection, partitions: set[Partition]) -> None:
    """Have the next run identify these partitions again."""
    for partition in sorted(partitions):
        values = {"period": partition.period, "province_code": partition.province_code}
        connection.execute(insert(RelinkRequest).values(**values))


def _pairs_of_rows(connection: Connection, pairs: Sequence[Pair]) -> list[Pair]:
    contents = {pair.content_key for pair in pairs}
    statement = (
        select(ReviewPair.pair_id)
        .where(ReviewPair.kind == pairs[0].kind, ReviewPair.school_code == pairs[0].school_code)
        .where(ReviewPair.content_key.in_(contents) | ReviewPair.other_content_key.in_(contents))
    )
    found = sorted(set(connection.scalars(statement)))
    return [pair for pair_id in found for pair in find_pair(connection, pair_id)]
