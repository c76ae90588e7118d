"""The ordered strategies of a kind of person, from certain to probable."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa

from pipelines.identity.statements import statement

_FILE = Path(__file__).with_name("strategies.csv")


@dataclass(frozen=True, slots=True)
class Bands:
    """Which model weighs pairs, and from which weights on (log2 of the odds) they are linked or shown to an officer."""

    model: str
    link_at: float
    review_at: float


@dataclass(frozen=True, slots=True)
class Strategy:
    """One way to recognise a person.

    ``keys`` is a SELECT that adds column ``key`` to table ``subject``, rows or persons alike. A row belongs to the
    person of ``persons`` that has the same key, with ``outcome``: review where the strategy is too weak to decide. With
    ``is_number`` the key is person_id or personal_id, which only one person has: whoever has it but disagrees is a
    conflict. Other keys hold name, birth date and sex and something more, and are looked for after the numbers, among
    persons with that name, birth date and sex only (namesake or namesake_at_school), or among persons of the province
    who were not seen yet in this period (absentee). Rows of one run that share a key are the same person if
    ``joins_rows``, else it is doubtful whether they are two. ``bands`` are those of a model, which has no keys.
    """

    position: int
    method: str
    keys: str
    persons: str
    is_number: bool
    joins_rows: bool
    outcome: str
    bands: Bands | None


@cache
def load_strategies(kind: str) -> tuple[Strategy, ...]:
    """The strategies of a kind in their order; the method's name carries its version."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        strategies = [
            Strategy(
                position=int(row["position"]),
                method=f"{row['method']}@{row['version']}",
                keys="" if row["proof"] == "model" else statement(f"keys/{row['keys']}"),
                persons=row["persons"],
                is_number=row["proof"] == "number",
                joins_rows=row["within_run"] == "same",
                outcome=row["outcome"],
                bands=_bands(row) if row["proof"] == "model" else None,
            )
            for row in csv.DictReader(file)
            if row["kind"] == kind
        ]
    return tuple(sorted(strategies, key=lambda strategy: strategy.position))


def _bands(row: dict[str, str]) -> Bands:
    return Bands(f"{row['keys']}-{row['version']}", float(row["link_at"]), float(row["review_at"]))


def strategy_table(strategies: Sequence[Strategy]) -> pa.Table:
    """What SQL needs of them: position, method, is_number, joins_rows, is_of_absentees, outcome, link_at (of a model)."""
    return pa.table(
        {
            "position": [s.position for s in strategies],
            "method": [s.method for s in strategies],
            "is_number": [s.is_number for s in strategies],
            "joins_rows": [s.joins_rows for s in strategies],
            "is_of_absentees": [s.persons == "absentee" for s in strategies],
            "outcome": [s.outcome for s in strategies],
            "link_at": pa.array([s.bands.link_at if s.bands else None for s in strategies], pa.float64()),
        }
    )
