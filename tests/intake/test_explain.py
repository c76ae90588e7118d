"""``csdl check --explain``: which row is the header, how sure, why, and what was passed over."""

from pathlib import Path

import pytest

from pipelines.explain import ExplainedTable, explain_files
from tests.intake.books import HEADER, PUPILS, students, workbook
from tests.intake.shapes import FOLDER


def explained(path: Path, content: bytes) -> list[ExplainedTable]:
    path.write_bytes(content)
    return explain_files([path])


def test_the_header_and_the_other_rows_are_explained() -> None:
    [table] = explain_files([FOLDER / "footers.xlsx"])
    assert (table.sheet, table.dataset, table.rows) == ("Học sinh", "student", 4)
    assert table.why
    assert table.why["header"] == {
        "rows": [1, 1],
        "dataset": "student",
        "fields": 7,
        "plain": 7,
        "levels": -1,
        "required": 6,
        "unknown": 0,
    }
    assert table.why["first_data_row"] == 2
    assert table.why["other_rows"] == {"total": [6], "blank": [7], "signature": [8, 9, 10]}
    assert {"field": "full_name", "letter": "B", "header": "Họ và tên"} in table.columns


def test_unknown_columns_make_it_less_sure(tmp_path: Path) -> None:
    plain = explained(tmp_path / "a.xlsx", students())[0].why
    other = explained(tmp_path / "b.xlsx", students(header=(*HEADER, "Màu áo", "Size")))[0].why
    assert plain and other
    assert plain["certainty"] == 1.0 and other["certainty"] == pytest.approx(7 / 9, abs=0.01)


def test_sheets_that_are_passed_over_say_why(tmp_path: Path) -> None:
    sheets = {"Học sinh": [HEADER, *PUPILS], "GIOI_TINH": [("Mã", "Tên")], "Cũ": [HEADER, *PUPILS], "Mẫu": [HEADER]}
    tables = explained(tmp_path / "a.xlsx", workbook(sheets, hidden=["Cũ"]))
    assert {t.sheet: t.passed_over for t in tables} == {
        "Học sinh": "",
        "GIOI_TINH": "no_header",
        "Cũ": "hidden",
        "Mẫu": "no_rows",
    }


def test_a_file_that_cannot_be_opened_says_by_which_rule(tmp_path: Path) -> None:
    [table] = explained(tmp_path / "a.xlsx", b"nothing of the kind")
    assert table.passed_over.startswith("FIL")
