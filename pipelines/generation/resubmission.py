"""Later versions of some submissions: a few addresses or telephone numbers have changed."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from pipelines.generation.chance import Chance
from pipelines.generation.sheets import Grid

# Columns in which a school corrects something, the first that it has.
_CHANGING = ("mother_phone", "father_phone", "home_address", "birth_place")
_MOBILE = re.compile(r"0[0-9]{9}")
_ROWS = 3


@dataclass(frozen=True)
class Settings:
    """The arguments of a generation, kept beside its truth so that parts of it can be made again."""

    schools: int
    periods: tuple[str, ...]
    provinces: tuple[str, ...]
    seed: int
    error_rate: float
    datasets: tuple[str, ...] = ()  # beyond those that every school sends
    blunders: tuple[str, ...] = ()  # rules or families of rules

    def save(self, out: Path) -> None:
        path = out / "truth" / "settings.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, out: Path) -> "Settings":
        values = json.loads((out / "truth" / "settings.json").read_text(encoding="utf-8"))
        return cls(
            schools=values["schools"],
            periods=tuple(values["periods"]),
            provinces=tuple(values["provinces"]),
            seed=values["seed"],
            error_rate=values["error_rate"],
            datasets=tuple(values.get("datasets", ())),
            blunders=tuple(values.get("blunders", ())),
        )


@dataclass(frozen=True)
class Corrections:
    """Changes a few learners' telephone numbers or addresses in the grids of one submission."""

    seed: int
    school_index: int

    def __call__(self, grids: Sequence[Grid]) -> None:
        grid = next(grid for grid in grids if grid.dataset == "student")
        field = next((name for name in _CHANGING if name in grid.cells), None)
        if field is None:
            return
        draw = Chance(self.seed).generator("resubmission", self.school_index)
        cells = grid.cells[field]
        rows = [row for row, cell in enumerate(cells) if isinstance(cell, str) and not cell.endswith(" mới")]
        for row in draw.choice(rows, size=min(_ROWS, len(rows)), replace=False).tolist():
            cells[row] = _corrected(str(cells[row]), draw)


def _corrected(text: str, draw: np.random.Generator) -> str:
    if _MOBILE.fullmatch(text):
        return f"{text[:2]}{int(draw.integers(10_000_000, 100_000_000))}"
    return f"{text} mới"
