"""Marks in columns that stand for a value, and days counted from 1904."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from tests.intake.books import students
from tests.intake.test_sheets import column, only_sheet, read

BEFORE = ("STT", "Họ và tên", "Ngày sinh")
AFTER = ("Dân tộc", "Khối", "Trạng thái")
NAMES = ("Nguyễn Văn An", "Trần Thị Bích", "Lê Văn Cường", "Đỗ Thị Mai")


def sexes(header: Sequence[str], cells: Sequence[Sequence[Any]], *more: Sequence[Any]) -> list[Any]:
    """What a list with these columns in the place of the sex says of it."""
    rows = [
        (n, name, "15/03/2014", *marks, "Kinh", "Khối 6", "Đang học")
        for n, (name, marks) in enumerate(zip(NAMES, cells, strict=False), 1)
    ]
    sheet = only_sheet(read(students(*rows, *more, header=(*BEFORE, *header, *AFTER))))
    return [cell for _, cell in column(sheet, "sex_code")] if "sex_code" in sheet.rows.fields.schema.names else []


@pytest.mark.parametrize("mark", ["x", "X", "✓", "1", " x "])
def test_marks_in_two_columns_are_the_sex(mark: str) -> None:
    cells = [(mark, None), (None, mark), (mark, None), (None, None)]
    assert sexes(("Nam", "Nữ"), cells) == ["Nam", "Nữ", "Nam", None]


def test_two_marks_are_no_sex() -> None:
    assert sexes(("Nam", "Nữ"), [("x", "x"), (None, "x")]) == ["Nam; Nữ", "Nữ"]


def test_a_class_of_girls_has_no_mark_for_boys() -> None:
    assert sexes(("Nam", "Nữ"), [(None, "x"), (None, "x")]) == ["Nữ", "Nữ"]


def test_girls_alone_are_marked_and_a_total_is_no_boy() -> None:
    total = (None, "Tổng cộng: 2 học sinh", None, None, None, None, None)
    assert sexes(("Nữ",), [("x",), (None,)], (), total) == ["Nữ", "Nam"]


@pytest.mark.parametrize("header", [("Nữ (x)",), ("Nam (x)", "Nữ(x)"), ("HS nữ",)])
def test_the_header_may_say_what_the_mark_is(header: Sequence[str]) -> None:
    cells = [("x",), (None,)] if len(header) == 1 else [(None, "x"), ("x", None)]
    assert sexes(header, cells) == ["Nữ", "Nam"]


@pytest.mark.parametrize(
    ("header", "girl", "boy", "total"),
    [
        (("Nữ",), ("x",), (None,), (2,)),
        (("Nữ",), ("x",), (None,), ("2/4",)),
        (("Nam", "Nữ"), (None, "x"), ("x", None), (2, 2)),
        (("Nữ",), ("x",), (None,), ("HIỆU TRƯỞNG",)),
    ],
)
def test_a_total_below_marks_is_no_mark(header: Any, girl: Any, boy: Any, total: Any) -> None:
    row = (None, "Tổng cộng", None, *total)
    assert sexes(header, [girl, boy, girl, boy], row) == ["Nữ", "Nam", "Nữ", "Nam"]


@pytest.mark.parametrize("mark", ["Nữ", "nữ", "N"])
def test_the_word_itself_is_a_mark_below_its_header(mark: str) -> None:
    assert sexes(("Nữ",), [(mark,), (None,), (mark,)]) == ["Nữ", "Nam", "Nữ"]
    assert sexes(("Nam", "Nữ"), [(None, mark), ("Nam", None)]) == ["Nữ", "Nam"]


def test_what_is_no_mark_beside_a_name_alone_is_kept() -> None:
    alone = (5, "Hồ Thị Lan", None, "không rõ")
    assert sexes(("Nữ",), [("x",), (None,)], alone) == ["Nữ", "Nam", "không rõ"]


def test_words_and_numbers_in_such_columns_are_no_marks() -> None:
    assert sexes(("Nữ",), [("Nữ",), ("Nam",)]) == ["Nữ", "Nam"]
    assert sexes(("Nữ",), [("12",), ("x",)]) == ["12", "x"]


def test_a_column_of_the_sex_itself_goes_first() -> None:
    cells = [("Nam", "x", None), ("Nữ", None, "x")]
    assert sexes(("Giới tính", "Nam", "Đội viên"), cells) == ["Nam", "Nữ"]


def test_joined_columns_are_not_told() -> None:
    rows = [(1, NAMES[0], "15/03/2014", "x", None, "Kinh", "Khối 6", "Đang học")]
    file = read(students(*rows, header=(*BEFORE, "Nam", "Nữ", *AFTER)))
    assert not file.findings
    assert '"field": "sex_code", "letter": "D", "header": "Nam | Nữ"' in only_sheet(file).columns


@pytest.mark.parametrize(
    ("epoch", "serial", "day"),
    [(CALENDAR_MAC_1904, 40300, "2014-05-03"), (CALENDAR_WINDOWS_1900, 41762, "41762")],
)
def test_bare_days_are_counted_from_1904_where_the_workbook_says_so(epoch: Any, serial: int, day: str) -> None:
    book = openpyxl.Workbook()
    book.epoch = epoch
    sheet = book.active
    assert sheet
    sheet.append((*BEFORE, "Giới tính", *AFTER))
    for birth in (date(2014, 5, 3), serial, 2014, "03/05/2014"):
        sheet.append((1, "Nguyễn Văn An", birth, "Nam", "Kinh", "Khối 6", "Đang học"))
    memory = io.BytesIO()
    book.save(memory)
    days = [cell for _, cell in column(only_sheet(read(memory.getvalue())), "birth_date")]
    assert days == ["2014-05-03 00:00:00", day, "2014", "03/05/2014"]
