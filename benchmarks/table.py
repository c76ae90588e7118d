"""Printing the measurements: one table, plain on paper and on a terminal."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Cost


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured, and ``reached`` against ``target`` (at most, or at least) in ``unit``."""

    what: str
    cost: Cost | None
    reached: float | None = None
    target: float | None = None
    unit: str = ""
    is_least: bool = False

    @property
    def is_met(self) -> bool | None:
        if self.reached is None or self.target is None:
            return None
        return self.reached >= self.target if self.is_least else self.reached <= self.target


def print_table(lines: Sequence[Line]) -> None:
    table = Table("Measured", title="csdl benchmark")
    for heading in ("Seconds", "Peak MiB", "Stolen", "Reached", "Target", ""):
        table.add_column(heading, justify="right")
    for line in lines:
        table.add_row(
            line.what,
            f"{line.cost.seconds:.2f}" if line.cost else "",
            f"{line.cost.memory:.0f}" if line.cost and line.cost.memory else "",
            f"{line.cost.stolen:.0%}" if line.cost and line.cost.stolen else "",
            f"{line.reached:.4g} {line.unit}" if line.reached is not None else "",
            f"{'≥' if line.is_least else '≤'} {line.target:g} {line.unit}" if line.target is not None else "",
            {True: "met", False: "missed", None: ""}[line.is_met],
        )
    Console(width=140).print(table)
