"""The queue of doubtful pairs: rows that wait, with whom each may be."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlalchemy import Engine as Database

from pipelines.errors import ReviewError
from pipelines.staging import Partition
from pipelines.state.reviews import ReviewDecision, ReviewPair

_SHORTEST_ID = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """A row that waits and somebody it may be: ``person_key`` of the register or another waiting row.

    ``method`` and ``score`` are those of the strategy that found the pair (0 contradicts, 1 agrees in full).
    """

    pair_id: str
    kind: str
    period: str
    province_code: str
    row_id: int
    content_key: int
    school_code: str
    folded_name: str
    birth_date: str
    person_key: int | None
    other_row_id: int | None
    other_content_key: int | None
    other_school_code: str
    outcome: str
    method: str
    score: float

    @property
    def partition(self) -> Partition:
        return Partition(self.period, self.province_code)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which pairs are asked for; an empty text or None leaves that out."""

    kind: str = ""
    school_code: str = ""
    province_code: str = ""
    period: str = ""

    def of(self, statement: Select[Any]) -> Select[Any]:
        for column, wanted in (
            (ReviewPair.kind, self.kind),
            (ReviewPair.school_code, self.school_code),
            (ReviewPair.province_code, self.province_code),
            (ReviewPair.period, self.period),
        ):
            if wanted:
                statement = statement.where(column == wanted)
        return statement


_COLUMNS = [ReviewPair.__table__.c[name] for name in Pair.__slots__]
# A pair that was decided waits only for the next run.
_OPEN = ~select(ReviewDecision.decision_id).where(ReviewDecision.pair_id == ReviewPair.pair_id).exists()


def list_pairs(database: Database, wanted: Filter, limit: int | None = None) -> list[Pair]:
    """Pairs that nobody decided about yet, the pairs of a row together, the likeliest first."""
    order = (ReviewPair.period, ReviewPair.school_code, ReviewPair.folded_name, ReviewPair.row_id)
    statement = wanted.of(select(*_COLUMNS)).where(_OPEN).order_by(*order, ReviewPair.score.desc(), ReviewPair.pair_id)
    with database.connect() as connection:
        return [Pair(*row) for row in connection.execute(statement.limit(limit))]


def count_pairs(database: Database, wanted: Filter) -> int:
    """How many pairs nobody decided about yet."""
    with database.connect() as connection:
        return connection.scalar(wanted.of(select(func.count(ReviewPair.pair_id))).where(_OPEN)) or 0


def find_pair(connection: Connection, beginning: str) -> list[Pair]:
    """The pair whose id begins so, in small or capital letters, once for each partition in which it waits.

    Raises ReviewError where there is none or several begin so.
    """
    statement = select(*_COLUMNS).where(ReviewPair.pair_id.startswith(beginning.lower(), autoescape=True))
    found = [Pair(*row) for row in connection.execute(statement.order_by(ReviewPair.period))]
    if len(beginning) < _SHORTEST_ID or not found:
        raise ReviewError("review.absent", pair=beginning)
    if len({pair.pair_id for pair in found}) > 1:
        raise ReviewError("review.ambiguous", pair=beginning)
    return found
