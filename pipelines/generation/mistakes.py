"""Planting mistakes: which rows get one, and a record of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from pipelines.generation.sheets import Grid
from pipelines.generation.styles import Cell, Style
from pipelines.generation.tables import Office, Value
from schemas.catalogue import load_catalogue


@dataclass(frozen=True)
class Row:
    """One row of a grid as those see it who spoil it."""

    grid: Grid
    number: int
    style: Style
    office: Office
    draw: np.random.Generator
    spoilt: set[int]  # rows that stay as they are from now on

    def value(self, field: str) -> Value:
        """What is true, as code or typed value; None where the school does not use the field."""
        return self.grid.table.columns[field][self.number] if field in self.grid.headers else None

    def text(self, field: str) -> str:
        """A true value that is text."""
        return str(self.value(field))

    def day(self, field: str) -> date:
        """A true value that is a date."""
        value = self.value(field)
        assert isinstance(value, date)
        return value

    def written(self, field: str, value: Value) -> Cell:
        """Another value as this school would write it."""
        definition = load_catalogue().field(self.grid.dataset, field)
        office = self.office
        return self.style.cells(definition, [value], office.gazetteer, office.has_districts)[0]

    def of_another(self, field: str) -> Cell:
        """The cell of an earlier row that has this field filled, which then keeps it; None when there is none."""
        cells = self.grid.cells[field]
        filled = [row for row in range(self.number) if row not in self.spoilt and cells[row] is not None]
        if not filled:
            return None
        chosen = filled[int(self.draw.integers(len(filled)))]
        self.spoilt.add(chosen)
        return cells[chosen]


@dataclass(frozen=True)
class Kind:
    """A kind of mistake: the rule that must find it, the cell it spoils, and how.

    ``spoil`` gives the new content of the cell; ``where`` says in which rows the rule then fires.
    """

    rule_id: str
    dataset: str
    field: str
    spoil: Callable[[Row], Cell]
    where: Callable[[Row], bool] = lambda row: True
    needs: tuple[str, ...] = ()  # further columns that the school must have
    weight: float = 1.0


@dataclass(frozen=True)
class Mistake:
    """A mistake that was planted; ``row`` is the row of the grid."""

    rule_id: str
    dataset: str
    field: str
    row: int
    written: Cell
    true: Cell


def plant_mistakes(
    grids: Sequence[Grid], kinds: Mapping[str, Sequence[Kind]], style: Style, office: Office, rate: float
) -> list[Mistake]:
    """Spoils about ``rate`` of the rows of every grid, one cell in each, and tells what was done."""
    draw = office.chance.generator(f"mistakes {office.period}", office.school.index)
    homeroom = {code for grid in grids if grid.dataset == "class" for code in grid.table.columns["homeroom_staff_code"]}
    mistakes = []
    for grid in grids:
        usable = [kind for kind in kinds.get(grid.dataset, ()) if _can_happen(kind, grid, office)]
        spoilt: set[int] = set()
        if grid.dataset == "staff":
            # A rejected class teacher would take the class and all its learners along.
            codes = grid.table.columns["staff_code"]
            spoilt = {row for row in range(len(codes)) if codes[row] in homeroom}
        for _ in range(int(draw.binomial(len(grid.table), rate)) if usable else 0):
            mistake = _plant(grid, usable, style, office, draw, spoilt)
            if mistake:
                spoilt.add(mistake.row)
                mistakes.append(mistake)
    return mistakes


def _can_happen(kind: Kind, grid: Grid, office: Office) -> bool:
    rule = load_catalogue().rules[kind.rule_id]
    return rule.holds_at(office.census_date) and all(name in grid.headers for name in (kind.field, *kind.needs))


def _plant(
    grid: Grid, kinds: Sequence[Kind], style: Style, office: Office, draw: np.random.Generator, spoilt: set[int]
) -> Mistake | None:
    weights = np.array([kind.weight for kind in kinds])
    for choice in draw.choice(len(kinds), size=min(8, len(kinds)), replace=False, p=weights / weights.sum()).tolist():
        kind = kinds[choice]
        rows = [Row(grid, n, style, office, draw, spoilt) for n in range(len(grid.table)) if n not in spoilt]
        fitting = [row for row in rows if kind.where(row)]
        if not fitting:
            continue
        row = fitting[int(draw.integers(len(fitting)))]
        cells = grid.cells[kind.field]
        true, written = cells[row.number], kind.spoil(row)
        if written == true:
            continue
        cells[row.number] = written
        return Mistake(kind.rule_id, grid.dataset, kind.field, row.number, written, true)
    return None
