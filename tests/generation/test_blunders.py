"""Blunders stand where the truth says, one a school, and both schools tell of a person whom both list."""

import hashlib
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from pipelines.generation.blunders.kinds import BLUNDERS
from pipelines.generation.generate import generate
from schemas.catalogue import load_catalogue

PERIOD = "2025-2026-dau-nam"
Rows = list[dict[str, Any]]


def make(out: Path, schools: int, *blunders: str, workers: int = 1) -> Rows:
    """The mistakes that were planted."""
    generate(out, schools=schools, periods=[PERIOD], error_rate=0, blunders=blunders, workers=workers)
    return pq.read_table(out / "truth" / PERIOD / "mistakes.parquet").to_pylist()


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rows]:
    """Four schools with mistakes of the shape of a sheet."""
    out = tmp_path_factory.mktemp("shapes")
    return out / "landing" / PERIOD, make(out, 4, "FIL011", "FIL015", "FIL017", "FIL025")


def test_every_school_makes_one_and_all_kinds_are_made(shapes: tuple[Path, Rows]) -> None:
    _, mistakes = shapes
    assert Counter(m["school_code"] for m in mistakes).most_common(1)[0][1] == 1
    assert {m["rule_id"] for m in mistakes} == {"FIL011", "FIL015", "FIL017", "FIL025"}


def test_a_truth_leaves_empty_what_the_rule_does_not_speak_of(shapes: tuple[Path, Rows]) -> None:
    _, mistakes = shapes
    place = ("sheet", "excel_row", "excel_column", "field")
    told = {m["rule_id"]: tuple(m[name] is not None for name in place) for m in mistakes}
    assert told["FIL015"] == (True, True, True, True)
    assert told["FIL017"] == (True, False, False, False)
    assert told["FIL025"] == (False, False, False, False)


def test_the_files_hold_what_was_planted(shapes: tuple[Path, Rows]) -> None:
    landing, mistakes = shapes
    by_rule = {m["rule_id"]: m for m in mistakes}
    path = {rule: landing / m["school_code"] / m["file"] for rule, m in by_rule.items()}
    assert path["FIL025"].suffix == ".xls"
    assert zipfile.is_zipfile(path["FIL025"])
    cell = by_rule["FIL015"]
    book = load_workbook(path["FIL015"], data_only=True)
    assert book[cell["sheet"]][f"{cell['excel_column']}{cell['excel_row']}"].value == "#DIV/0!"
    page = load_workbook(path["FIL017"])[by_rule["FIL017"]["sheet"]]
    assert any(row.hidden for row in page.row_dimensions.values())


def test_the_same_seed_gives_the_same_bytes_in_any_number_of_processes(tmp_path: Path) -> None:
    digests = []
    for workers in (1, 2):
        out = tmp_path / str(workers)
        make(out, 4, "FIL005", "FIL006", "FIL008", "XNA001", workers=workers)
        files = sorted(path for path in out.rglob("*") if path.is_file())
        digests.append([(path.relative_to(out), hashlib.sha256(path.read_bytes()).digest()) for path in files])
    assert digests[0] == digests[1]


def test_both_schools_list_a_visitor(tmp_path: Path) -> None:
    mistakes = [m for m in make(tmp_path, 12, "XNA001") if m["rule_id"] == "XNA002"]
    persons = pq.read_table(tmp_path / "truth" / PERIOD / "persons.parquet").to_pylist()
    by_place = {(p["school_code"], p["file"], p["sheet"], p["excel_row"]): p["person_id"] for p in persons}
    schools: dict[int, set[str]] = {}
    for m in mistakes:
        person = by_place[m["school_code"], m["file"], m["sheet"], m["excel_row"]]
        schools.setdefault(person, set()).add(m["school_code"])
    assert schools
    assert {len(codes) for codes in schools.values()} == {2}


def test_blunders_are_of_known_rules_and_datasets() -> None:
    catalogue = load_catalogue()
    assert {blunder.rule_id for blunder in BLUNDERS} <= catalogue.rules.keys()
    assert {blunder.dataset for blunder in BLUNDERS} <= catalogue.datasets.keys()
