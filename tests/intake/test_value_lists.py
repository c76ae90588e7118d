"""Sheets of what may be chosen in others are no lists of people."""

from collections.abc import Sequence

import pytest

from tests.intake.books import HEADER, PUPILS, workbook
from tests.intake.test_sheets import only_sheet, read

VALUES = ("Giới tính", "Dân tộc", "Khối", "Trạng thái")


@pytest.mark.parametrize(
    "rows",
    [
        [VALUES, ("Nam", "Kinh", "Khối 6", "Đang học"), ("Nữ", "Tày", "Khối 7", "Chuyển đi")],
        [(*VALUES, "Môn tự chọn"), ("Nam", "Kinh", "Khối 6", "Đang học", "A"), ("Nữ", "Tày"), (None, "Thái")],
    ],
)
def test_what_may_be_chosen_is_passed_over(rows: Sequence[Sequence[str]]) -> None:
    file = read(workbook({"6A": [HEADER, *PUPILS], "DM": rows}))
    assert only_sheet(file).name == "6A"
    assert file.passed_over == [("DM", "no_header")]
    assert not file.findings


@pytest.mark.parametrize(
    "rows",
    [
        [
            ("Tên cháu", *VALUES),
            ("An", "Nam", "Kinh", "Khối 6", "Đang học"),
            ("Bình", "Nữ", "Tày", "Khối 7", "Chuyển đi"),
        ],
        [VALUES, ("Nam", "Kinh", "Khối 6", "Đang học"), ("Nữ", "Kinh", "Khối 6", "Đang học")],
    ],
)
def test_pupils_without_a_name_are_told(rows: Sequence[Sequence[str]]) -> None:
    file = read(workbook({"6A": [HEADER, *PUPILS], "6B": rows}))
    assert [sheet.name for sheet in file.sheets] == ["6A", "6B"]
    assert "FIL010" in [finding.rule_id for finding in file.findings]
