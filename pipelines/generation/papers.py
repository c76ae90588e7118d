"""One submission before it is handed in: tables, what is done to their sheets, what becomes of the files."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from pipelines.generation.mistakes.planting import Mistake, Place
from pipelines.generation.sheets import Grid, Sheet, Touch, file_name
from pipelines.generation.styles import Cell, Style
from pipelines.generation.tables import Office, Value
from schemas.catalogue import load_catalogue

Alteration: TypeAlias = Callable[[Path], None]


@dataclass
class Papers:
    """What may be changed of a submission; ``visitors`` are persons whom another school lists as well, this one as their host."""

    office: Office
    style: Style
    grids: list[Grid]
    visitors: frozenset[int] = frozenset()
    is_host: bool = False
    _touches: dict[tuple[str, int], list[Touch]] = field(default_factory=lambda: defaultdict(list))
    _alterations: list[tuple[str, Alteration]] = field(default_factory=list)

    def grid(self, dataset: str) -> Grid:
        return next(grid for grid in self.grids if grid.dataset == dataset)

    def leave_out(self, dataset: str) -> None:
        self.grids = [grid for grid in self.grids if grid.dataset != dataset]

    def written(self, dataset: str, name: str, value: Value) -> Cell:
        """A value as this school writes it."""
        definition = load_catalogue().field(dataset, name)
        return self.style.cells(definition, [value], self.office.gazetteer, self.office.has_districts)[0]

    def write(self, dataset: str, name: str, row: int, cell: Cell) -> Mistake:
        """Write something else into a cell; a column that the school does not have is added."""
        grid = self.grid(dataset)
        if name not in grid.headers:
            grid.add_column(name, load_catalogue().field(dataset, name).label_vi, [None] * len(grid.table))
        true, grid.cells[name][row] = grid.cells[name][row], cell
        return Mistake("", dataset, name, row, cell, true)

    def at(self, dataset: str, place: Place, name: str | None = None, row: int = 0, rule_id: str = "") -> Mistake:
        """Where something is to be told: the cell or column of a field, a row, its sheet or file; ``rule_id``: of another rule."""
        return Mistake(rule_id, dataset, name, row, None, None, place)

    def renamed(self, dataset: str, suffix: str) -> Mistake:
        """A file that will have another extension."""
        name = Path(file_name(dataset, self.style, self.office)).with_suffix(suffix).name
        return replace(self.at(dataset, "file"), file=name)

    def touch(self, dataset: str, touch: Touch, row: int = 0) -> None:
        """Do something to the sheet of a row when it is written."""
        self._touches[dataset, row].append(touch)

    def alter(self, dataset: str, change: Alteration) -> None:
        """Do something to the file of a dataset once it is written."""
        self._alterations.append((file_name(dataset, self.style, self.office), change))

    def touched(self, sheets: Sequence[Sheet]) -> list[Sheet]:
        return [
            replace(
                sheet,
                touches=tuple(
                    touch
                    for (dataset, row), touches in self._touches.items()
                    if dataset == sheet.grid.dataset and sheet.start <= row < max(sheet.stop, sheet.start + 1)
                    for touch in touches
                ),
            )
            for sheet in sheets
        ]

    def alter_files(self, folder: Path) -> None:
        for name, change in self._alterations:
            change(folder / name)
