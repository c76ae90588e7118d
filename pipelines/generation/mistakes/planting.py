"""Planting mistakes: which rows get one, and a record of each."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np

from pipelines.generation.people.workforce import first_employee
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

    ``spoil`` gives the new content of the cell; ``where`` says in which rows the rule then fires. A rule that looks at several
    rows fires if the others are as they were: those with the same value of ``keeps``.
    """

    rule_id: str
    dataset: str
    field: str
    spoil: Callable[[Row], Cell]
    where: Callable[[Row], bool] = lambda row: True
    needs: tuple[str, ...] = ()  # further columns that the school must have
    weight: float = 1.0
    keeps: str = ""


# What a rule speaks of, and how far it reaches what a mistake entails.
Place = Literal["cell", "row", "column", "sheet", "file"]
Reach = Literal["row", "sheet", "file", "school"]


@dataclass(frozen=True)
class Mistake:
    """A mistake that was planted; ``row`` is the row of the grid, or one of the sheet or file that is wrong as a whole.

    ``file`` is the name that the file has in the end, where that is another one.
    """

    rule_id: str
    dataset: str
    field: str | None
    row: int
    written: Cell
    true: Cell
    place: Place = "cell"
    reach: Reach = "row"
    file: str = ""


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
            # A rejected class teacher would take the class and all its learners along; and an employee may be written in his place.
            codes = grid.table.columns["staff_code"]
            spoilt = {row for row in range(len(codes)) if codes[row] in homeroom}
            spoilt.add(first_employee(office.staff))
        planting = _Planting(grid, usable, style, office, draw, spoilt)
        for _ in range(int(draw.binomial(len(grid.table), rate)) if usable else 0):
            mistake = planting.plant()
            if mistake:
                mistakes.append(mistake)
    return mistakes


def _can_happen(kind: Kind, grid: Grid, office: Office) -> bool:
    rule = load_catalogue().rules[kind.rule_id]
    return rule.holds_at(office.census_date) and all(name in grid.headers for name in (kind.field, *kind.needs))


@dataclass
class _Planting:
    """Plants mistakes in one grid. What is true of a row does not change, so that rows are asked once for each kind."""

    grid: Grid
    kinds: Sequence[Kind]
    style: Style
    office: Office
    draw: np.random.Generator
    spoilt: set[int]
    _fitting: dict[int, list[int]] = field(default_factory=dict)
    _rows_by_value: dict[str, dict[Value, list[int]]] = field(default_factory=dict)

    def plant(self) -> Mistake | None:
        weights = np.array([kind.weight for kind in self.kinds])
        some = min(8, len(self.kinds))
        for choice in self.draw.choice(len(self.kinds), size=some, replace=False, p=weights / weights.sum()).tolist():
            kind = self.kinds[choice]
            fitting = [number for number in self._rows_of(choice) if number not in self.spoilt]
            if not fitting:
                continue
            row = self._row(fitting[int(self.draw.integers(len(fitting)))])
            kept = self._kept_with(row.number, kind.keeps) if kind.keeps else [row.number]
            if not self.spoilt.isdisjoint(kept):
                continue
            cells = self.grid.cells[kind.field]
            true, written = cells[row.number], kind.spoil(row)
            if written == true:
                continue
            cells[row.number] = written
            self.spoilt.update(kept)
            return Mistake(kind.rule_id, self.grid.dataset, kind.field, row.number, written, true)
        return None

    def _rows_of(self, choice: int) -> list[int]:
        if choice not in self._fitting:
            where = self.kinds[choice].where
            self._fitting[choice] = [n for n in range(len(self.grid.table)) if where(self._row(n))]
        return self._fitting[choice]

    def _kept_with(self, number: int, name: str) -> list[int]:
        """Rows with the same value of a column as row ``number``, itself among them."""
        values = self.grid.table.columns[name]
        if name not in self._rows_by_value:
            rows = self._rows_by_value[name] = defaultdict(list)
            for row, value in enumerate(values):
                rows[value].append(row)
        return self._rows_by_value[name][values[number]]

    def _row(self, number: int) -> Row:
        return Row(self.grid, number, self.style, self.office, self.draw, self.spoilt)
