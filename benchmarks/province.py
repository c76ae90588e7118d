"""The schools that are measured: one province, generated once into ``cache/``, and its first so many schools.

Delete ``cache/`` after a change of the generator.
"""

import os
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipelines.generation.generate import generate, resubmit

CACHE = Path(__file__).parent / "cache"
PERIOD = "2025-2026-dau-nam"
CHANGED_SHARE = 0.01
# Schools whose student list has about so many rows are what `csdl check` is measured on.
DESK_ROWS = 450
STUDENT_FILE = "hoc_sinh.xlsx"


@dataclass(frozen=True, slots=True)
class Province:
    """A generated province: ``landing`` as schools handed it in, ``changed`` as some of them corrected it later."""

    home: Path

    @property
    def landing(self) -> Path:
        return self.home / "first" / "landing"

    @property
    def changed(self) -> Path:
        return self.home / "changed" / "landing"

    def senders(self, count: int) -> list[str]:
        return sorted(path.name for path in (self.landing / PERIOD).iterdir())[:count]

    def learners(self, senders: list[str]) -> int:
        """Student rows that these schools handed in."""
        of_school = self.learners_by_school()
        return sum(of_school[sender] for sender in senders)

    def learners_by_school(self) -> Counter[str]:
        """Student rows by the school that handed them in."""
        rows: Counter[str] = Counter()
        for sheet in self._sheets():
            if sheet["dataset"] == "student":
                rows[sheet["school_code"]] += sheet["rows"]
        return rows

    def desk_workbook(self) -> Path:
        """The file of students whose number of rows is nearest to DESK_ROWS."""
        rows: Counter[str] = Counter()
        for sheet in self._sheets():
            if sheet["file"] == STUDENT_FILE:
                rows[sheet["school_code"]] += sheet["rows"]
        nearest = min(rows, key=lambda school: (abs(rows[school] - DESK_ROWS), school))
        return self.landing / PERIOD / nearest / STUDENT_FILE

    def _sheets(self) -> list[dict[str, Any]]:
        return pq.read_table(self.home / "first" / "truth" / PERIOD / "rows.parquet").to_pylist()


def load_province(schools: int, workers: int) -> Province:
    """The province of so many schools; generated on first use (some minutes for 2,120)."""
    home = CACHE / f"province-{schools}"
    if not home.exists():
        partial = home.with_name(home.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        generate(partial / "first", schools=schools, periods=[PERIOD], workers=workers)
        # The corrected files are made from the settings alone, so they lie apart from the first ones.
        settings = Path("truth") / "settings.json"
        (partial / "changed" / settings.parent).mkdir(parents=True)
        shutil.copy(partial / "first" / settings, partial / "changed" / settings)
        resubmit(partial / "changed", share=CHANGED_SHARE)
        partial.rename(home)
    return Province(home)


def lay_down(source: Path, senders: list[str], landing: Path) -> int:
    """Put the submissions of some senders into a landing tree, as links; returns how many of them ``source`` has."""
    found = 0
    for sender in senders:
        if (source / PERIOD / sender).is_dir():
            target = landing / PERIOD / sender
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source / PERIOD / sender, target, copy_function=os.link)
            found += 1
    return found
