"""Names and dates over several columns, which are one field."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.intake.books import HEADER, PUPILS, students, workbook
from tests.intake.test_sheets import column, only_sheet, read

NAME, REST = PUPILS[0][1], PUPILS[0][3:]


def dates(header: Sequence[str], *cells: Sequence[Any]) -> list[Any]:
    """What a list with these columns in the place of the birth date says of it."""
    rows = [(n, NAME, *parts, *REST) for n, parts in enumerate(cells, 1)]
    file = read(students(*rows, header=(*HEADER[:2], *header, *HEADER[3:])))
    return [cell for _, cell in column(only_sheet(file), "birth_date")]


@pytest.mark.parametrize("header", [("Ngày", "Tháng", "Năm"), ("Ngày sinh", "Tháng sinh", "Năm sinh")])
def test_day_month_and_year_are_one_date(header: Sequence[str]) -> None:
    assert dates(header, (5, 9, 2014), ("05", " 09", "2014")) == ["5/9/2014", "05/09/2014"]


def test_no_part_of_a_date_is_invented() -> None:
    parts = [
        (None, None, 2014),
        (None, 9, 2014),
        (5, None, 2014),
        (5, 9, None),
        (None, 9, None),
        ("05/09/2014", 9, None),
    ]
    assert dates(("Ngày", "Tháng", "Năm"), *parts) == ["2014", "9/2014", "5//2014", "5/9/", "9/", "05/09/2014"]


def test_a_date_beside_its_year_is_left_alone() -> None:
    assert dates(("Ngày sinh", "Năm sinh"), ("05/09/2014", 2014)) == ["05/09/2014"]


def test_parts_of_another_date_are_no_birth_date() -> None:
    top = (*HEADER, "Ngày nghỉ", None, None)
    below = (*[None] * 7, "Ngày", "Tháng", "Năm")
    sheet = only_sheet(read(workbook({"Học sinh": [top, below, (*PUPILS[0], 5, 9, 2025)]})))
    assert column(sheet, "birth_date") == [(3, "15/03/2014")]


@pytest.mark.parametrize("header", [("Họ đệm", "Tên"), ("HỌ", "TÊN"), ("Họ và tên lót", "Tên")])
def test_family_and_given_names_are_one_name(header: Sequence[str]) -> None:
    rows = [(1, "Nguyễn Văn ", "An", *PUPILS[0][2:]), (), (2, "Trần", None, *PUPILS[1][2:])]
    file = read(students(*rows, header=("STT", *header, *HEADER[2:])))
    assert column(only_sheet(file), "full_name") == [(2, "Nguyễn Văn An"), (4, "Trần")]
    assert [f.rule_id for f in file.findings] == ["FIL017"]


@pytest.mark.parametrize("header", [("Họ", "Tên đệm", "Tên"), ("HỌ", "CHỮ LÓT", "TÊN"), ("Họ", "Đệm", "Tên")])
def test_a_name_in_three_columns_is_one_name(header: Sequence[str]) -> None:
    rows = [(1, "Nguyễn", "Văn Gia", "An", *PUPILS[0][2:]), (2, "Trần", None, "Bích", *PUPILS[1][2:])]
    file = read(students(*rows, header=("STT", *header, *HEADER[2:])))
    assert column(only_sheet(file), "full_name") == [(2, "Nguyễn Văn Gia An"), (3, "Trần Bích")]
    assert not file.findings


def test_a_middle_name_without_a_given_name_is_no_name() -> None:
    file = read(students((1, "Nguyễn", "Văn", *PUPILS[0][2:]), header=("STT", "Họ", "Tên đệm", *HEADER[2:])))
    assert [f.rule_id for f in file.findings] == ["FIL010", "FIL011"]


def test_a_column_of_the_whole_name_goes_first() -> None:
    rows = [(*PUPILS[0], "Nguyễn", "Ân")]
    sheet = only_sheet(read(students(*rows, header=(*HEADER, "Họ", "Tên"))))
    assert column(sheet, "full_name") == [(2, "Nguyễn Văn An")]


def test_the_names_of_a_parent_are_not_the_pupils() -> None:
    top = ("STT", "Mã học sinh", *HEADER[2:], "Cha", None)
    below = (*[None] * 7, "Họ", "Tên")
    sheet = only_sheet(read(workbook({"Học sinh": [top, below, (1, "HS1", *PUPILS[0][2:], "Lê", "Ba")]})))
    assert "full_name" not in sheet.rows.fields.schema.names


def test_the_names_of_staff_stand_below_one_label() -> None:
    top = (
        "STT",
        "Mã cán bộ",
        "Họ và tên",
        None,
        "Ngày sinh",
        "Giới tính",
        "Loại cán bộ",
        "Trạng thái",
        "Hình thức hợp đồng",
    )
    below = (None, None, "Họ đệm", "Tên")
    person = (1, "GV1", "Lê Thị", "Hoa", "02/02/1990", "Nữ", "Giáo viên", "Đang làm việc", "Viên chức")
    sheet = only_sheet(read(workbook({"Nhân sự": [top, below, person]})))
    assert column(sheet, "full_name") == [(3, "Lê Thị Hoa")]


def test_birth_dates_below_the_sexes_are_no_sex() -> None:
    top = (*HEADER[:2], "Năm sinh", None, *HEADER[4:])
    below = (None, None, "Nam", "Nữ")
    rows = [
        (1, "An", "15/03/2014", None, *REST[1:]),
        (2, "Bích", None, 2014, *REST[1:]),
        (3, "Chi", None, None, *REST[1:]),
    ]
    signatures = [(None, None, "Người lập biểu", "Hiệu trưởng"), (None, "Đỗ Thị Em", None, "Vũ Văn Giang")]
    file = read(workbook({"Học sinh": [top, below, *rows, *signatures]}))
    sheet = only_sheet(file)
    assert column(sheet, "birth_date") == [(3, "15/03/2014"), (4, "2014"), (5, None)]
    assert column(sheet, "sex_code") == [(3, "Nam"), (4, "Nữ"), (5, None)]
    assert file.findings == []


def names_in_two(*names: tuple[str, str | None], others: Sequence[Any] = ()) -> Any:
    """A list with the label of the name over the first of two columns."""
    rows = [(n, *name, *PUPILS[0][2:]) for n, name in enumerate(names, 1)]
    return read(students(*rows, *others, header=(*HEADER[:2], None, *HEADER[2:])))


FAMILY = ("Nguyễn Văn", "Trần Thị", "Lê Ngọc", "Đỗ Thị Thanh", "Phạm Gia")
GIVEN = ("An", "Bình", "Hà", "Hương", "Bảo")


def test_given_names_without_a_label_of_their_own_are_joined() -> None:
    footer = [(None, "Tổng cộng: 5 học sinh"), (None, "Người lập biểu", None, None, None, "Hiệu trưởng")]
    file = names_in_two(*zip(FAMILY, GIVEN, strict=True), others=footer)
    assert [name for _, name in column(only_sheet(file), "full_name")] == [
        f"{family} {given}" for family, given in zip(FAMILY, GIVEN, strict=True)
    ]
    assert file.findings == []


def labelled(*names: tuple[str, str]) -> Any:
    rows = [(n, *name, *PUPILS[0][2:]) for n, name in enumerate(names, 1)]
    return read(students(*rows, header=(*HEADER[:2], "Tên", *HEADER[2:])))


def test_given_names_below_a_label_of_their_own_are_joined_to_names_that_lack_them() -> None:
    file = labelled(*zip(FAMILY, GIVEN, strict=True))
    assert column(only_sheet(file), "full_name")[0] == (2, "Nguyễn Văn An")
    assert file.findings == []


def test_given_names_that_may_be_lacking_are_told() -> None:
    file = labelled(*zip(FAMILY[:2], GIVEN[:2], strict=True))
    assert [(f.rule_id, f.parameters["list"]) for f in file.findings] == [("FIL012", "B (Họ và tên), C (Tên)")]


def test_given_names_that_are_written_once_more_are_not_joined() -> None:
    file = labelled(("Trần Anh", "Anh"), ("Lê Ngọc", "Ngọc"), ("Nguyễn Văn An", "An"), ("Lý Minh", "Minh"))
    assert column(only_sheet(file), "full_name")[:2] == [(2, "Trần Anh"), (3, "Lê Ngọc")]
    assert file.findings == []


@pytest.mark.parametrize(
    "given",
    [
        ("An", "Bình", "Hà", None, None),
        ("An", "Bình", "Hà", "Hương 2", "Bảo"),
        ("An Nhiên", "Bình", "Minh Hà", "Hương", "Bảo"),
    ],
)
def test_names_that_may_be_cut_are_told(given: Sequence[str | None]) -> None:
    file = names_in_two(*zip(FAMILY, given, strict=True))
    assert [(f.rule_id, f.parameters["list"]) for f in file.findings] == [("FIL012", "B (Họ và tên), C")]


def test_of_two_pupils_nothing_is_certain() -> None:
    assert [f.rule_id for f in names_in_two(("Nguyễn Văn", "An"), ("Trần Thị", "Bình")).findings] == ["FIL012"]


@pytest.mark.parametrize(
    "beside",
    [
        ("Nữ", "Nam", "Nữ", "Nữ", "Nam"),
        ("x", None, "x", None, "x"),
        ("Kinh", "Tày", "Hoa", "Nùng", "Thái"),
        ("Huế", "Hà Nội", "Vinh", "Đà Lạt", "Pleiku"),
        ("Bống", "Cún", "Tôm", "Sóc", "Mít"),
        ("Lớp trưởng", None, None, "Chuyển đến", None),
    ],
)
def test_what_stands_beside_complete_names_is_not_joined(beside: Sequence[str | None]) -> None:
    names = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Ngọc Hà", "Đỗ Minh", "Phạm Gia Bảo Anh", "Lý Thị Văn Minh")
    pupils = [*zip(names, (*beside, beside[0]), strict=True)]
    file = names_in_two(*pupils, *[(f"Vũ Thu {text}", text) for text in GIVEN])
    assert column(only_sheet(file), "full_name")[0] == (2, "Nguyễn Văn An")
    assert [f.rule_id for f in file.findings] == ["FIL011"]
