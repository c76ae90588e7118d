"""Judging identity against the truth: what became of the rows of the second of two years.

A table of identified rows has the columns year (2025: fills the register, 2026: is judged), child (the truth), school_code, row_id,
person_key, outcome and method.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from statistics import NormalDist

import pyarrow as pa
import pyarrow.compute as pc
from rich.table import Table

from pipelines.engine import Engine

BEFORE, NOW = 2025, 2026
PERIODS = {BEFORE: "2025-2026-dau-nam", NOW: "2026-2027-dau-nam"}
_STATEMENT = Path(__file__).with_name("judgement.sql")
_CONFIDENCE = 0.95
# Keys and children of several worlds are told apart by their thousand millions.
_WORLD = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Judgement:
    """Rows judged, links to persons whom another row entered, those to somebody else, rows of whom the register knew the child,
    those linked to that child, and rows that wait.
    """

    rows: int
    links: int
    wrong: int
    returning: int
    found: int
    waiting: int

    @property
    def precision(self) -> float:
        return 1 - self.wrong / self.links

    @property
    def least_precision(self) -> float:
        """The lower end of Wilson's score interval: the precision is at least this with a confidence of 95 %."""
        z = NormalDist().inv_cdf(_CONFIDENCE)
        centre = self.precision + z * z / (2 * self.links)
        spread = z * sqrt(self.precision * (1 - self.precision) / self.links + z * z / (4 * self.links**2))
        return (centre - spread) / (1 + z * z / self.links)

    @property
    def recall(self) -> float:
        return self.found / self.returning

    @property
    def review(self) -> float:
        return self.waiting / self.rows


def judge(engine: Engine, identified: pa.Table) -> Judgement:
    """Tables ``judged`` and ``judged_by_method`` of the engine, and all of it together."""
    engine.bind_arrow("identified", identified)
    engine.execute(_STATEMENT.read_text(encoding="utf-8"))
    (counts,) = engine.rows("SELECT * FROM judged_in_all")
    return Judgement(*(int(str(count)) for count in counts))


def pool(worlds: Sequence[pa.Table]) -> pa.Table:
    """The rows of worlds that know nothing of each other as those of one."""
    moved = []
    for number, world in enumerate(worlds):
        for name in ("child", "person_key"):
            far = pc.add(world[name], number * _WORLD)
            world = world.set_column(world.column_names.index(name), name, far)
        moved.append(world)
    return pa.concat_tables(moved)


def strategy_table(engine: Engine, title: str) -> Table:
    """What each strategy linked, got wrong, left waiting and missed, of the rows judged last."""
    table = Table("Strategy", title=title)
    for heading in ("Links", "Wrong", "Waiting", "Missed"):
        table.add_column(heading, justify="right")
    for method, *counts in engine.rows("SELECT * FROM judged_by_method"):
        table.add_row(str(method), *(f"{count:,}" for count in counts))
    return table


def summary_table(first_column: str, *more: str) -> Table:
    """An empty table of judgements; see ``summary_cells``."""
    table = Table(first_column)
    for heading in ("Rows", "Links", "Wrong", "Precision", f"≥ ({_CONFIDENCE:.0%})", "Recall", "Review", *more):
        table.add_column(heading, justify="right")
    return table


def summary_cells(judgement: Judgement) -> tuple[str, ...]:
    return (
        f"{judgement.rows:,}",
        f"{judgement.links:,}",
        f"{judgement.wrong:,}",
        f"{judgement.precision:.5f}",
        f"{judgement.least_precision:.5f}",
        f"{judgement.recall:.4f}",
        f"{judgement.review:.4f}",
    )
