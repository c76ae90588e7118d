"""Every file of should_fail/<rule>/ gives exactly that finding and, but for single cells, is refused."""

from pathlib import Path

import pytest

from tests.intake.conftest import Installation, install

FILES = sorted((Path(__file__).parent / "should_fail").glob("*/*"))
GOOD = Path(__file__).parent / "should_pass" / "comma.csv"
# Findings on cells: the other rows of the file are read.
READ = frozenset({"FIL015"})
# A workbook of which a hidden sheet is told as well.
BESIDE = frozenset({"FIL026"})


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Installation:
    installation = install(tmp_path_factory.mktemp("fail"), empty_database)
    installation.submit(*FILES, GOOD)
    installation.read()
    return installation


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_bad_file_gives_its_finding(path: Path, loaded: Installation) -> None:
    rule_id = path.parent.name
    rules = [f["rule_id"] for f in loaded.findings() if f["file"] == path.name]
    assert [rule for rule in rules if rule not in BESIDE] == [rule_id]
    assert loaded.statuses()[path.name] == ("read" if rule_id in READ else "refused")


def test_bad_files_do_not_stop_the_others(loaded: Installation) -> None:
    assert loaded.statuses()[GOOD.name] == "read"


@pytest.mark.parametrize("name", ["formula_error.xls", "formula_error.ods"])
def test_a_formula_error_is_kept_in_its_cell(name: str, loaded: Installation) -> None:
    row = next(row for row in loaded.rows() if row["file"] == name and row["excel_row"] == 6)
    assert row["grade_code"] == "#DIV/0!"
    finding = next(f for f in loaded.findings() if f["file"] == name and f["rule_id"] == "FIL015")
    assert (finding["excel_row"], finding["excel_column"], finding["field"]) == (6, "F", "grade_code")
