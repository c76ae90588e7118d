"""What titles say of the status of those below them."""

from collections.abc import Sequence
from typing import Any

import pytest

from pipelines.intake.headers import dataset_headers
from pipelines.intake.status_titles import status_in_titles
from schemas.catalogue import load_catalogue
from tests.intake.books import HEADER, PUPILS, workbook
from tests.intake.test_sheets import column, only_sheet, read

TITLE = ("DANH SÁCH HỌC SINH CHUYỂN ĐI",)
UNSAID = (*PUPILS[0][:-1], None)


def statuses(*rows: Sequence[Any]) -> list[tuple[int, Any]]:
    return column(only_sheet(read(workbook({"Học sinh": rows}))), "status_code")


@pytest.mark.parametrize(
    ("titles", "status"),
    [
        (["DANH SÁCH HỌC SINH CHUYỂN ĐI"], "Chuyển đi"),
        (["DANH SÁCH HỌC SINH CHUYỂN ĐI HỌC KỲ I"], "Chuyển đi kỳ 1"),
        (["Danh sách trẻ chuyển đến (HK2)"], "Chuyển đến kỳ 2"),
        (["DS HS BỎ HỌC TRONG HÈ"], "Thôi học trong hè"),
        (["II. Học sinh đã thôi học"], "Thôi học"),
        (["DANH SÁCH LỚP 6A - HỌC SINH CHUYỂN ĐI"], "Chuyển đi"),
        (["DANH SACH HOC SINH CHUYEN DI: 2 em"], "Chuyển đi"),
        (["CHUYỂN ĐẾN"], "Chuyển đến"),
        (["DANH SÁCH HỌC SINH CHUYỂN TRƯỜNG"], "Chuyển trường"),
        (["DANH SÁCH HỌC SINH NGHỈ HỌC XIN HỌC LẠI KỲ 1"], "Nghỉ học xin học lại kỳ 1"),
        (["DANH SÁCH HỌC SINH CHUYỂN ĐẾN, CHUYỂN ĐI"], None),
        (["DANH SÁCH HỌC SINH CHUYỂN LỚP"], None),
        (["DANH SÁCH HỌC SINH LỚP 6A (trừ học sinh chuyển đi)"], None),
        (["HS chuyển đi: 2"], None),
        (["HS chuyển đi:"], None),
        (["Học sinh bỏ học", "3"], None),
        (["Chuyển đi"], None),
        (["Sĩ số: 35, chuyển đi: 1"], None),
    ],
)
def test_status_in_a_title(titles: Sequence[str], status: str | None) -> None:
    said = status_in_titles(dataset_headers(load_catalogue())["student"], titles)
    assert (said.name if said else None) == status


def test_a_title_over_the_whole_table_gives_the_status_of_a_column_that_is_not_there() -> None:
    file = read(workbook({"Học sinh": [TITLE, HEADER[:-1], UNSAID[:-1]]}))
    assert column(only_sheet(file), "status_code") == [(3, "Chuyển đi")]
    assert not file.findings


def test_a_list_without_a_status_lacks_the_column_whatever_stands_below_it() -> None:
    file = read(workbook({"Học sinh": [HEADER[:-1], UNSAID[:-1], TITLE, UNSAID[:-1]]}))
    assert column(only_sheet(file), "status_code") == [(2, None), (4, "Chuyển đi")]
    assert [(f.rule_id, f.parameters["list"]) for f in file.findings] == [("FIL010", "Trạng thái")]


def test_who_left_is_not_there() -> None:
    rows = [(*PUPILS[0][:-1], cell) for cell in ("Đang học", "01", "Đang đi học", "Thôi học kỳ 1", "08", "khác", None)]
    found = [status for _, status in statuses(HEADER, PUPILS[1], TITLE, *rows)]
    assert found == [
        "Đang học",
        *("Đang học; Chuyển đi", "01; Chuyển đi", "Đang đi học; Chuyển đi"),
        *("Thôi học kỳ 1", "08", "khác", "Chuyển đi"),
    ]


def test_a_note_on_the_pupil_above_is_no_title() -> None:
    assert statuses(HEADER, PUPILS[0], ("chuyển đến từ học kỳ 2",), UNSAID) == [(2, "Đang học"), (4, None)]


@pytest.mark.parametrize("title", ["Học sinh chuyển đi:", "chuyển đi:"])
def test_a_label_right_above_rows_is_a_title(title: str) -> None:
    assert statuses(HEADER, PUPILS[0], (title,), UNSAID) == [(2, "Đang học"), (4, "Chuyển đi")]
    assert statuses(HEADER, PUPILS[0], (title,), ("Chuyển đến:",), PUPILS[1])[-1] == (5, "Đang học")


def test_who_came_is_there() -> None:
    assert statuses(HEADER, PUPILS[1], ("HỌC SINH CHUYỂN ĐẾN",), PUPILS[0]) == [(2, "Đang học"), (4, "Đang học")]


def test_the_next_class_ends_a_list_of_those_who_left() -> None:
    rows = (("Lớp 6A",), PUPILS[0], TITLE, UNSAID, ("Lớp 6B",), PUPILS[1])
    assert statuses(HEADER, *rows) == [(3, "Đang học"), (5, "Chuyển đi"), (7, "Đang học")]


def test_a_list_of_those_who_left_may_go_from_class_to_class() -> None:
    rows = (PUPILS[0], TITLE, ("Lớp 6A",), UNSAID, ("Lớp 6B",), UNSAID)
    assert statuses(HEADER, *rows) == [(2, "Đang học"), (5, "Chuyển đi"), (7, "Chuyển đi")]


def test_those_of_a_class_who_left_are_of_that_class() -> None:
    below = [TITLE, (*HEADER[:-1], "Lý do"), (*UNSAID[:-1], "theo gia đình")]
    file = read(workbook({"Học sinh": [("DANH SÁCH LỚP 6A",), HEADER, PUPILS[1], (), *below]}))
    assert [column(sheet, "class_name") for sheet in file.sheets] == [[(3, "6A")], [(7, "6A")]]


def test_a_count_of_those_who_left_changes_nothing() -> None:
    top = [("Sĩ số:", 35, "Chuyển đi:", 2), ("HS chuyển đi:", None, "HS bỏ học:")]
    assert statuses(*top, HEADER, PUPILS[0], ("HS chuyển đi: 2",), PUPILS[1]) == [(4, "Đang học"), (6, "Đang học")]
