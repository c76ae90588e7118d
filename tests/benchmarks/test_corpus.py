"""The corpus command tells what became of each file, and the fuzz command changes files the same way for a seed."""

import random
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.corpus import losses, outcomes
from benchmarks.fuzz import mutations

FILES = Path(__file__).parents[1]
GOOD = FILES / "should_pass" / "formats" / "strict.xlsx"
TEXT = FILES / "should_pass" / "text" / "utf8_twice.csv"
BAD = FILES / "should_fail" / "formats" / "paper.csv"
DEADLY = FILES / "should_fail" / "safety" / "looping_directory.xls"


def test_outcomes_of_files_read_refused_and_deadly() -> None:
    found = outcomes([GOOD, BAD, DEADLY])
    assert found == {GOOD.name: ("read", ""), BAD.name: ("refused", "FIL001"), DEADLY.name: ("refused", "FIL006")}


def test_nothing_of_a_workbook_is_lost() -> None:
    assert losses(GOOD.with_name("macros.xlsm")) == 0


def test_a_lost_cell_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.corpus.places_by_us", lambda sheets, is_text: Counter())
    assert losses(GOOD.with_name("macros.xlsm")) == 36


@pytest.mark.parametrize("path", [GOOD, TEXT, GOOD.with_name("biff8.xls")], ids=lambda path: path.name)
def test_the_same_seed_gives_the_same_damage(path: Path) -> None:
    content = path.read_bytes()

    def damaged() -> list[bytes]:
        chance = random.Random(5)
        return [mutation(chance, content) for mutation in mutations(content) for _ in range(20)]

    assert damaged() == damaged()
    assert sum(changed != content for changed in damaged()) > 50
