"""What becomes of the rows and columns of a sheet."""

import io
import json
import zipfile
from functools import cache
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook

from pipelines.intake.footers import Footers
from pipelines.intake.headers import dataset_headers
from pipelines.intake.layout import LayoutFinder
from pipelines.intake.mapped_columns import ColumnMapper
from pipelines.intake.reader import Reader, ReadFile, ReadSheet
from schemas.catalogue import load_catalogue, read_rows
from tests.intake.books import HEADER, PUPILS, students, workbook


@cache
def reader() -> Reader:
    footers = Footers.of((row["kind"], row["pattern"]) for row in read_rows("footer_words.csv"))
    headers = dataset_headers(load_catalogue())
    return Reader(LayoutFinder(headers), footers, ColumnMapper.of(headers, []))


def read(content: bytes, name: str = "hoc_sinh.xlsx") -> ReadFile:
    return reader().read(name, content)


def only_sheet(file: ReadFile) -> ReadSheet:
    (sheet,) = file.sheets
    return sheet


def column(sheet: ReadSheet, field: str) -> list[tuple[int, Any]]:
    """Excel row and text of each cell of a field."""
    return list(zip(sheet.rows.excel_rows.tolist(), sheet.rows.fields[field].to_pylist(), strict=True))


def test_rows_keep_their_place_and_their_letters() -> None:
    pupil = [None, 1, "  Nguyễn  Văn An ", 41713, *PUPILS[0][3:]]
    sheet = only_sheet(read(workbook({"Học sinh": [[], [None, "DANH SÁCH"], [], [None, *HEADER], pupil]})))
    assert (sheet.header_row, sheet.rows.ignored) == (4, 0)
    assert column(sheet, "full_name") == [(5, "  Nguyễn  Văn An ")]
    assert column(sheet, "birth_date") == [(5, "41713")]
    assert {"field": "full_name", "letter": "C", "header": "Họ và tên"} in json.loads(sheet.columns)


def test_what_is_remembered_of_headers_is_not_taken_for_other_sheets() -> None:
    """The same header over other rows, over one row less, and with its columns elsewhere."""
    moved = [[], [None, *HEADER], [None, *PUPILS[1]]]
    file = read(workbook({"6A": [HEADER, *PUPILS], "6B": [HEADER, PUPILS[1]], "6C": moved}))
    found = [(column(s, "full_name"), json.loads(s.columns)[1]["letter"], s.header_row) for s in file.sheets]
    assert found == [
        ([(2, "Nguyễn Văn An"), (3, "Trần Thị Bích")], "B", 1),
        ([(2, "Trần Thị Bích")], "B", 1),
        ([(3, "Trần Thị Bích")], "C", 2),
    ]


@pytest.mark.parametrize("rows", [100, 2500])
def test_a_long_sheet_is_looked_at_like_a_short_one(rows: int) -> None:
    pupils = [(i, *PUPILS[i % 2][1:6], None if i % 7 else "Đang học") for i in range(rows)]
    sheet = only_sheet(read(students(*pupils, [None, "Tổng cộng: rất nhiều học sinh"])))
    assert [name for _, name in column(sheet, "full_name")] == [pupil[1] for pupil in pupils]
    assert [status for _, status in column(sheet, "status_code")] == [pupil[6] for pupil in pupils]
    assert sheet.rows.ignored == 1


def test_data_below_blank_rows_is_read_and_blank_rows_are_counted() -> None:
    sheet = only_sheet(read(students(PUPILS[0], [], [None, "   "], PUPILS[1])))
    assert column(sheet, "full_name") == [(2, "Nguyễn Văn An"), (5, "Trần Thị Bích")]
    assert sheet.rows.ignored == 2


@pytest.mark.parametrize("space", [" ", "\u00a0", " \u00a0\n"])
def test_rows_of_spaces_are_blank(space: str) -> None:
    sheet = only_sheet(read(students(*PUPILS, *[[space] * 7] * 3)))
    assert column(sheet, "full_name") == [(2, "Nguyễn Văn An"), (3, "Trần Thị Bích")]
    assert sheet.rows.others == {"blank": [4, 5, 6]}


def test_totals_notes_and_signatures_are_counted_not_read() -> None:
    footer: list[list[Any]] = [
        [None, "Tổng cộng: 2 học sinh"],
        ["Ghi chú: danh sách chính thức"],
        [None, None, None, None, "Hà Nội, ngày 5 tháng 9 năm 2025"],
        [None, "Người lập biểu", None, None, None, "Hiệu trưởng"],
        [None, "(Ký, ghi rõ họ tên)"],
        [None, "Phạm Thị Dung", None, None, None, "Lê Văn Em"],
    ]
    sheet = only_sheet(read(students(*PUPILS, *footer)))
    assert column(sheet, "full_name") == [(2, "Nguyễn Văn An"), (3, "Trần Thị Bích")]
    assert sheet.rows.ignored == 6


def test_groups_with_a_roman_numeral_are_no_records() -> None:
    """As lists of staff and of rooms have them, with what they come to."""
    header = ("STT", "Mã cán bộ", "Họ và tên", "Ngày sinh", "Giới tính", "Loại cán bộ", "Trạng thái", "Loại hợp đồng",
              "Trình độ chuyên môn", "Chuyên ngành", "Chuẩn nghề nghiệp", "Tự đánh giá chuẩn nghề nghiệp")  # fmt: skip
    rest = ("12/03/1980", "Nam", "GV", "Đang làm việc", "Thỉnh giảng", "ĐH", "Sư phạm Toán học", "Tốt", "Tốt")
    staff = [
        ("I", "Ban giám hiệu"),
        (1, "GV1", "Lê Văn An", *rest),
        ("II.", None, "Tổ Toán"),
        (2, "GV2", "Lê Văn Ba", *rest),
        ("III", "GV3", "Lê Văn Tư", *rest[:4]),
    ]
    sheet = only_sheet(read(workbook({"Cán bộ": [header, *staff]})))
    assert column(sheet, "full_name") == [(3, "Lê Văn An"), (5, "Lê Văn Ba"), (6, "Lê Văn Tư")]
    assert sheet.rows.others == {"note": [2, 4]}
    rooms = [
        ("STT", "Loại phòng", "Mức độ kiên cố", "Số lượng"),
        ("A", "Khối phòng học", None, 20),
        (1, "Phòng học", "Kiên cố", 20),
    ]
    sheet = only_sheet(read(workbook({"CSVC": rooms})))
    assert column(sheet, "quantity") == [(3, "20")]


def test_roman_numerals_in_a_list_without_others_number_its_records() -> None:
    sheet = only_sheet(read(students(("I", "Nguyễn Văn An"), ("II", *PUPILS[1][1:]))))
    assert column(sheet, "full_name") == [(2, "Nguyễn Văn An"), (3, "Trần Thị Bích")]


def test_a_pupil_below_the_signatures_is_read() -> None:
    sheet = only_sheet(read(students(PUPILS[0], [None, "Hiệu trưởng"], (3, *PUPILS[1][1:6]))))
    assert column(sheet, "full_name") == [(2, "Nguyễn Văn An"), (4, "Trần Thị Bích")]


@pytest.mark.parametrize(
    "pupil", [(4, "Trần Thị Bích"), (None, "Trần Thị Bích", None, None, None, "Khối 6", None, "Lê Văn Cha")]
)
def test_a_pupil_of_whom_little_is_known_is_read_below_the_signatures(pupil: tuple[Any, ...]) -> None:
    file = read(students(PUPILS[0], [None, "Hiệu trưởng"], pupil, header=(*HEADER, "Họ tên cha")))
    assert column(only_sheet(file), "full_name") == [(2, "Nguyễn Văn An"), (4, "Trần Thị Bích")]
    assert [(f.rule_id, f.parameters["list"]) for f in file.findings] == [("FIL017", "4")]


def test_the_names_of_all_who_signed_are_no_pupils() -> None:
    signatures = [
        [None, "Người lập biểu", None, "Kế toán", "Thủ quỹ", "Tổ trưởng", None, "Hiệu trưởng"],
        [None, "Phạm Thị Dung", None, None, "Lê Văn Em", None, None, "Lê Văn Hải"],
    ]
    sheet = only_sheet(read(students(*PUPILS, *signatures, header=(*HEADER, "Họ tên cha"))))
    assert len(column(sheet, "full_name")) == 2


def test_a_pupil_with_gaps_is_a_row_not_a_footer() -> None:
    sheet = only_sheet(read(students((1, "Tổng Văn Cộng", None, "Nam"), (2, "Hiệu Thị Trường"))))
    assert len(column(sheet, "full_name")) == 2
    assert sheet.rows.ignored == 0


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (
            "total",
            ["Trong đó nữ: 3", "Sĩ số: 35", "Nữ: 18", "Tổng: 35", "Tổng", "Cộng 35 học sinh", "Toàn trường: 500"],
        ),
        ("total", ["Tổng số học sinh: 35"]),
        ("note", ["Danh sách có 35 học sinh", "Danh sách gồm 35 học sinh./.", "Bằng chữ: Ba mươi lăm", "*Ghi chú: x"]),
        ("note", ["Chú thích: x", "Trang 1/3", "- Lưu: VT.", "Lưu ý: nộp trước 5/9"]),
        ("signature", ["BAN GIÁM HIỆU", "T/M Ban giám hiệu", "P. Hiệu trưởng", "Kt.Hiệu trưởng", "Duyệt của BGH"]),
        ("signature", ["Người tổng hợp", "Cán bộ phụ trách", "(Đã ký)", "Nơi nhận:"]),
        (
            "total",
            ["Cộng lớp 6A: 6 học sinh", "Cộng lớp 6A", "Tổng lớp 6A", "Cộng (6A)", "Cộng danh sách: 35 học sinh"],
        ),
        ("total", ["Tổng HS: 35", "Tổng khối 6: 90", "Sĩ số đầu năm: 35", "Số học sinh: 35", "Số học sinh lớp 6A: 35"]),
        ("total", ["Học sinh nữ: 18", "Số HS nữ: 18", "HS dân tộc: 2", "35 học sinh"]),
        ("note", ["Danh sách trên có 35 học sinh", "(Danh sách gồm 35 học sinh)", "Danh sách này có 35 em"]),
        ("signature", ["TP. HCM, ngày 05/09/2025", "Huế, ngày ... tháng ... năm 2025", "Ngày … tháng … năm …"]),
        ("signature", ["Văn thư", "THỦ QUỸ", "Tổ trưởng chuyên môn", "TRƯỞNG PHÒNG", "Chủ tịch", "HT. TRẦN VĂN A"]),
        ("total", ["TS: 35 HS", "* Tổng số: 35", "Sĩ số", "HS nữ", "Nữ", "Dân tộc: 2", "Dân tộc thiểu số: 2"]),
        ("note", ["+ Nữ: 18", "Hết", "Hết./.", "./."]),
        ("signature", ["Lập biểu", "Lập danh sách", "PHÊ DUYỆT", "Đại diện nhà trường", "Đã kiểm tra", "Giáo viên CN"]),
        ("signature", ["Q. HIỆU TRƯỞNG", "T.M NHÀ TRƯỜNG", "TM BGH", "TRƯỞNG ĐIỂM TRƯỜNG", "Chủ nhóm", "Người duyệt"]),
        (
            "signature",
            ["Giáo viên", "Giáo viên: Cô Lan", "GIÁO VIÊN PHỤ TRÁCH LỚP", "Giáo viên dạy lớp", "GV phụ trách"],
        ),
        (
            "total",
            ["Toàn trường", "Toàn xã", "Tổng GV", "Cộng trường THCS A", "Cộng hàng dọc", "Tỉ lệ %", "Tỷ lệ", "25 cháu"],
        ),
        ("note", ["Bằng số: 35"]),
        ("signature", ["Phụ trách lớp", "Người nhập liệu", "Cán bộ thống kê", "Kế toán trưởng", "Thủ trưởng đơn vị"]),
    ],
)
def test_words_of_footers(kind: str, texts: list[str]) -> None:
    sheet = only_sheet(read(students(*PUPILS, *([None, text] for text in texts))))
    assert sheet.rows.others == {kind: [row for row, _ in enumerate(texts, 4)]}


@pytest.mark.parametrize(
    "name",
    [
        *("Tống Sơn Hà", "Lưu Yến Nhi", "Trọng Đông Hải", "Nam", "Tòng Văn Cộng", "Chu Trường Giang", "Tổng Thị Cộng"),
        *("Văn Thư", "VĂN THƯ", "Văn Thu", "Thu Quỳnh", "Tô Trường", "Trương Phong", "Kế Toàn Thắng", "Thủ Trường An"),
        *("Công Khôi Nguyên", "Tống Khôi", "Tống Sĩ Sơn", "Danh Sách", "Ngày Thắng Nam", "Công Thị An 2"),
        *("Sĩ Sơ", "Nụ", "Chu Nhóm", "Đại Diễn", "Trương Điểm Trường", "Lập Danh", "Hết Thị An", "Dân Tộc"),
        *("Giao Viên", "Toàn Trương", "Toàn Xa", "Công Trường An", "Tí Lê", "Tỷ Lê", "Bằng So"),
    ],
)
def test_a_lone_name_is_no_word_of_footers(name: str) -> None:
    assert column(only_sheet(read(students(*PUPILS, (None, name)))), "full_name")[2:] == [(4, name)]


@pytest.mark.parametrize(
    ("first", "header"), [("Kế toán", "Chức vụ"), ("Lưu ý: khuyết tật", "Ghi chú"), ("Xác nhận hộ nghèo", "Hồ sơ")]
)
def test_a_word_of_footers_beside_a_pupil_is_no_footer(first: str, header: str) -> None:
    without_birth_date = (first, PUPILS[0][1], None, *PUPILS[0][3:])
    sheet = only_sheet(read(students(without_birth_date, PUPILS[1], header=(header, *HEADER[1:]))))
    assert [name for _, name in column(sheet, "full_name")] == ["Nguyễn Văn An", "Trần Thị Bích"]


@pytest.mark.parametrize("name", ["Tống Hợp Phát", "Kế Toàn Thắng"])
def test_a_name_like_a_word_of_footers_is_no_footer(name: str) -> None:
    sheet = only_sheet(read(students((name, None, *PUPILS[0][3:]), header=HEADER[1:])))
    assert column(sheet, "full_name") == [(2, name)]


def test_a_row_with_a_class_alone_names_that_of_the_rows_below() -> None:
    sheet = only_sheet(read(students(PUPILS[0], [None, "LỚP 6B"], PUPILS[1], name="6A")))
    assert column(sheet, "class_name") == [(2, "6A"), (4, "6B")]
    assert sheet.rows.others == {"group": [3]}


def test_beside_the_class_of_the_rows_below_may_stand_what_belongs_to_it() -> None:
    rows = [["Lớp: 6B", None, None, "Sĩ số: 35"], PUPILS[0], [None, "Lớp:", "6C"], PUPILS[1]]
    sheet = only_sheet(read(students(PUPILS[0], *rows, name="6A")))
    assert column(sheet, "class_name") == [(2, "6A"), (4, "6B"), (6, "6C")]
    assert sheet.rows.others == {"group": [3, 5]}


def test_a_grade_beside_a_pupil_of_whom_little_is_known_is_no_class_of_rows() -> None:
    sheet = only_sheet(
        read(students(("Lớp 6", "Nguyễn Văn An"), PUPILS[1], header=("Khối", *HEADER[1:5], "Lý do nghỉ")))
    )
    assert [name for _, name in column(sheet, "full_name")] == ["Nguyễn Văn An", "Trần Thị Bích"]


def test_the_class_of_a_list_below_another_stands_in_cells_of_its_own() -> None:
    title = ("Lớp:", "6B", "GVCN:", "Lê Thị Lan")
    sheet = read(students(PUPILS[0], title, HEADER, PUPILS[1], name="6A")).sheets
    assert [row for its in sheet for row in column(its, "class_name")] == [(2, "6A"), (5, "6B")]


def test_a_row_with_a_class_alone_does_not_contradict_the_column_of_the_class() -> None:
    rows = [(*PUPILS[0], "6A"), [None, "LỚP 6B"], (*PUPILS[1], "6C")]
    sheet = only_sheet(read(students(*rows, header=(*HEADER, "Lớp"))))
    assert column(sheet, "class_name") == [(2, "6A"), (4, "6C")]


@pytest.mark.parametrize(
    ("title", "told"), [("LỚP 6A", True), ("LỚP 6B", False), ("LỚP 6 b", False), ("LỚP Hoa Hồng", False), ("", False)]
)
def test_a_title_of_another_class_than_the_name_of_the_sheet_is_asked_about(title: str, told: bool) -> None:
    file = read(workbook({"DS 6B": [[title or None], HEADER, *PUPILS]}))
    found = [(f.rule_id, f.parameters) for f in file.findings]
    assert found == ([("FIL034", {"sheet": "DS 6B", "found": "6A", "expected": "6B"})] if told else [])


@pytest.mark.parametrize(
    ("name", "titles", "year"),
    [
        ("HS 2024-2025", [], "2024-2025"),
        ("2024-2025", ["DANH SÁCH HỌC SINH NĂM HỌC 2025-2026"], "2025-2026"),
        ("6A", ["Năm học:", "2025 - 2026"], "2025-2026"),
        ("2023-2025", [], None),
    ],
)
def test_the_school_year_is_that_of_the_titles_or_of_the_name(name: str, titles: list[str], year: str | None) -> None:
    sheet = only_sheet(read(workbook({name: [titles, HEADER, *PUPILS]})))
    has_year = "school_year" in sheet.rows.fields.schema.names
    assert (sheet.rows.fields["school_year"][0].as_py() if has_year else None) == year


def test_a_row_with_text_is_not_blank() -> None:
    file = read(students(PUPILS[0], ["chuyển đến từ học kỳ 2"], PUPILS[1]))
    assert only_sheet(file).rows.others == {"note": [3]}
    assert file.findings == []


def test_numbers_without_names_are_blank_rows() -> None:
    """Templates come with the first column filled in."""
    sheet = only_sheet(read(students(*PUPILS, (3,), (4,))))
    assert len(column(sheet, "full_name")) == 2
    assert sheet.rows.ignored == 2


def test_a_header_repeated_on_every_page_is_no_row() -> None:
    sheet = only_sheet(read(students(PUPILS[0], HEADER, PUPILS[1])))
    assert column(sheet, "full_name") == [(2, "Nguyễn Văn An"), (4, "Trần Thị Bích")]
    assert sheet.rows.ignored == 1


def test_one_sheet_per_class_gives_the_class() -> None:
    title = [["DANH SÁCH HỌC SINH LỚP 6C"], []]
    sheets = {"6A": [HEADER, PUPILS[0]], "Lá 1": [HEADER, PUPILS[1]], "Trang 3": [*title, HEADER, PUPILS[0]]}
    names = {sheet.name: column(sheet, "class_name") for sheet in read(workbook(sheets)).sheets}
    assert names == {"6A": [(2, "6A")], "Lá 1": [(2, "Lá 1")], "Trang 3": [(4, "6C")]}


def test_a_class_in_two_cells_above_each_table_is_that_of_its_rows() -> None:
    rows = [["Lớp:", "6A"], HEADER, PUPILS[0], [], ["Lớp:", "6B"], HEADER, PUPILS[1]]
    sheets = read(workbook({"Khối 6": rows})).sheets
    assert [column(sheet, "class_name") for sheet in sheets] == [[(3, "6A")], [(7, "6B")]]


def test_a_class_column_is_left_alone() -> None:
    sheet = only_sheet(read(students((*PUPILS[0], "6B"), header=(*HEADER, "Lớp"), name="6A")))
    assert column(sheet, "class_name") == [(2, "6B")]


def test_several_datasets_in_a_workbook() -> None:
    class_header = ("Tên lớp", "Khối", "Lớp ghép", "Lớp chuyên", "Lớp bán trú", "Lớp VNEN", "Lớp ghép độ tuổi")
    guide = [("Hướng dẫn nhập liệu",), ("Nhập đủ các cột có dấu *",)]
    codes = [("Mã", "Tên"), ("01", "Nam"), ("02", "Nữ")]
    sheets = {
        "Hướng dẫn": guide,
        "Lớp": [class_header, ("6A", "Khối 6")],
        "Học sinh": [HEADER, *PUPILS],
        "GIOI_TINH": codes,
    }
    file = read(workbook(sheets))
    assert [(s.name, s.dataset, len(s.rows.excel_rows)) for s in file.sheets] == [
        ("Lớp", "class", 1),
        ("Học sinh", "student", 2),
    ]
    assert file.findings == []


def test_hidden_sheets_are_not_read() -> None:
    sheets = {"Học sinh": [HEADER, PUPILS[0]], "Cũ": [HEADER, PUPILS[1]]}
    assert column(only_sheet(read(workbook(sheets, hidden=["Cũ"]))), "full_name") == [(2, "Nguyễn Văn An")]


def test_empty_sheets_and_charts_are_passed_over() -> None:
    assert only_sheet(read(workbook({"Trống": [], "Học sinh": [HEADER, *PUPILS]}))).name == "Học sinh"


@pytest.mark.parametrize(
    ("name", "columns", "rules"),
    [
        ("Sheet2", 10, ["FIL009", "FIL010"]),
        ("Sheet2", 9, ["FIL036"]),
        ("Học sinh", 9, ["FIL009", "FIL010"]),
        ("HỌC SINH", 2, []),
    ],
)
def test_a_list_whose_header_is_not_known_is_told(name: str, columns: int, rules: list[str]) -> None:
    """FIL009: a row that names many columns, if too few of the required ones, or the name of the sheet, says what it is.

    FIL010: what it lacks.
    """
    header = ["Họ và tên", "Lớp", "Tôn giáo", "Nơi sinh", "Quê quán", "Số điện thoại", "Họ tên cha", "Họ tên mẹ"]
    rows = [[*header, "Nghề nghiệp cha", "Nghề nghiệp mẹ"][:columns], ["An", "6A", *["x"] * 8][:columns]]
    file = read(workbook({"Danh sách": [HEADER, *PUPILS], name: rows}))
    assert [sheet.name for sheet in file.sheets] == ["Danh sách"]
    assert [(f.rule_id, f.sheet) for f in file.findings] == [(rule, name) for rule in rules]


@pytest.mark.parametrize(
    ("rows", "listed"),
    [
        (
            [("DANH SÁCH BỔ SUNG",), ("STT", "Họ và tên", "Ngày sinh", "Lớp"), (1, "Lê An", "02/03/2014", "6A")],
            ["Họ và tên, Ngày sinh, Lớp"],
        ),
        (
            [("TT", "Họ và tên", "Điện thoại", "Ghi chú"), (1, "Lê An", "0912345678", "")],
            ["Họ và tên, Điện thoại"],
        ),
        ([("STT", "Họ và tên", "Ngày sinh", "Lớp"), (1, "", "", "6A")], []),
        ([("STT", "Họ và tên", "Lớp", "Sĩ số"), (1, "Lê An", "6A", "40")], []),
        ([("Cột", "Giải thích"), ("Họ và tên", "Viết hoa"), ("Ngày sinh", "dd/mm/yyyy")], []),
        ([("STT", "Họ và tên", "Ngày sinh", "a", "b", "c", "d"), (1, "Lê An", "02/03/2014", 1, 2, 3, 4)], []),
    ],
)
def test_a_short_list_of_people_beside_a_whole_one_is_told(rows: list[tuple[object, ...]], listed: list[str]) -> None:
    """FIL036: what is below a name and another column that tells people apart may be meant to be handed in."""
    file = read(workbook({"Danh sách": [HEADER, *PUPILS], "Sheet2": rows}))
    assert [(f.rule_id, f.sheet) for f in file.findings] == [("FIL036", "Sheet2")] * len(listed)
    assert [f.parameters["list"] for f in file.findings] == listed
    assert [f.rule_id for f in read(workbook({"Sheet2": rows})).findings][:1] == ["FIL009"]


@pytest.mark.parametrize(
    ("rule_id", "content", "letter", "listed"),
    [
        ("FIL010", students(PUPILS[0][:6], header=HEADER[:6]), "", "Trạng thái"),
        ("FIL011", students((*PUPILS[0], "đỏ"), header=(*HEADER, "Màu áo")), "H", "H (Màu áo)"),
        (
            "FIL012",
            students((*PUPILS[0], "Chi"), header=(*HEADER, "Họ tên học sinh")),
            "H",
            "B (Họ và tên), H (Họ tên học sinh)",
        ),
        (
            "FIL013",
            students(
                ("", "full_name", "sex_code", "birth_date", "ethnicity_code", "grade_code", "status_code"), PUPILS[0]
            ),
            "C",
            "C (Ngày sinh), D (Giới tính)",
        ),
    ],
)
def test_columns_are_told(rule_id: str, content: bytes, letter: str, listed: str) -> None:
    (finding,) = read(content).findings
    assert (finding.rule_id, finding.excel_column, finding.sheet, finding.dataset) == (
        rule_id,
        letter,
        "Học sinh",
        "student",
    )
    assert finding.parameters == {"sheet": "Học sinh", "list": listed}


def test_columns_without_content_are_not_told() -> None:
    assert read(students(header=(*HEADER, "Màu áo", "Họ tên học sinh", "TT"))).findings == []


def test_of_two_columns_the_filled_one_is_read() -> None:
    file = read(students((1, None, *PUPILS[0][2:], "Nguyễn Văn An"), header=(*HEADER, "Họ tên học sinh")))
    assert column(only_sheet(file), "full_name") == [(2, "Nguyễn Văn An")]
    assert file.findings == []
    letters = [c["letter"] for c in json.loads(only_sheet(file).columns) if c["field"] == "full_name"]
    assert letters == ["H"]


def test_a_list_without_rows_is_told_and_is_no_sheet() -> None:
    file = read(students([None, "Tổng cộng: 0"]))
    assert file.sheets == []
    assert [f.rule_id for f in file.findings] == ["FIL014"]


def test_an_error_cell_says_its_error() -> None:
    file = read(students(PUPILS[0], (2, "Trần Thị Bích", "=1/0", *PUPILS[1][3:])))
    assert column(only_sheet(file), "birth_date") == [(2, "15/03/2014"), (3, "#DIV/0!")]
    (finding,) = file.findings
    place = (finding.rule_id, finding.excel_row, finding.excel_column, finding.field, finding.value)
    assert place == ("FIL015", 3, "C", "birth_date", "#DIV/0!")
    assert finding.parameters == {"sheet": "Học sinh", "row": 3, "column": "C", "value": "#DIV/0!"}


def test_an_error_in_the_number_of_a_row_is_not_told() -> None:
    file = read(students(PUPILS[0], ("=1/0", *PUPILS[1][1:])))
    assert (len(column(only_sheet(file), "full_name")), file.findings) == (2, [])


def test_a_number_that_is_no_day_is_told_where_it_is_shown_as_one() -> None:
    """A telephone number in cells that were formatted as dates: Excel shows ####, and calamine gives nothing."""
    book = Workbook()
    for row in (HEADER, PUPILS[0], [2, PUPILS[1][1], 912345678, *PUPILS[1][3:]]):
        book.active.append(row)
    book.active["C3"].number_format = "dd/mm/yyyy"
    content = io.BytesIO()
    book.save(content)
    file = read(content.getvalue())
    assert column(only_sheet(file), "birth_date")[1] == (3, "#VALUE!")
    assert [(f.rule_id, f.excel_row, f.excel_column) for f in file.findings] == [("FIL015", 3, "C")]


def test_a_formula_without_a_value_is_not_blank() -> None:
    book = Workbook()
    assert book.active
    for row in (HEADER, PUPILS[0], (2, '="Trần"&" Bích"', *PUPILS[1][2:])):
        book.active.append(row)
    memory = io.BytesIO()
    book.save(memory)
    file = read(memory.getvalue())
    assert column(only_sheet(file), "full_name") == [(2, "Nguyễn Văn An"), (3, '="Trần"&" Bích"')]
    assert [(f.rule_id, f.excel_row, f.excel_column) for f in file.findings] == [("FIL015", 3, "B")]


def rewritten(content: bytes, *changes: tuple[bytes, bytes]) -> bytes:
    """A workbook with other words in the XML of its first sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = {name: package.read(name) for name in package.namelist()}
    for old, new in changes:
        entries["xl/worksheets/sheet1.xml"] = entries["xl/worksheets/sheet1.xml"].replace(old, new)
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as package:
        for name, entry in entries.items():
            package.writestr(name, entry)
    return memory.getvalue()


@pytest.mark.parametrize("how", [b'ht="0" customHeight="1"', b"ht='0'", b"hidden='1'", b'hidden="true"'])
def test_a_row_that_nobody_sees_is_told(how: bytes) -> None:
    file = read(rewritten(students(), (b'<row r="3"', b'<row r="3" ' + how)))
    assert [(f.rule_id, f.parameters["list"]) for f in file.findings] == [("FIL017", "3")]


def test_a_column_that_nobody_sees_is_told_and_not_its_rows() -> None:
    file = read(rewritten(students(), (b"<sheetData>", b'<cols><col min="5" max="5" hidden="1"/></cols><sheetData>')))
    assert [(f.rule_id, f.parameters) for f in file.findings] == [
        ("FIL017", {"sheet": "Học sinh", "n": 2, "list": "E"})
    ]


def test_a_row_of_half_a_point_is_not_hidden() -> None:
    assert not read(rewritten(students(), (b'<row r="3"', b'<row r="3" ht="0.5"'))).findings


def test_a_formula_that_gives_an_empty_text_is_blank() -> None:
    content = students(PUPILS[0], (2, "Trần Thị Bích", "=1/0", *PUPILS[1][3:]))
    file = read(rewritten(content, (b't="e"', b't="str"'), (b"<v>#DIV/0!</v>", b"<v></v>")))
    assert column(only_sheet(file), "birth_date") == [(2, "15/03/2014"), (3, None)]
    assert file.findings == []


def test_a_column_of_pictures_is_not_staged() -> None:
    file = read(students((*PUPILS[0], "anh.jpg"), header=(*HEADER, "Ảnh")))
    columns = {f.name for f in load_catalogue().datasets["student"].columns}
    assert set(only_sheet(file).rows.fields.schema.names) <= columns


def test_macros_and_links_are_told_and_the_data_read() -> None:
    memory = io.BytesIO(students())
    with zipfile.ZipFile(memory, "a") as package:
        package.writestr("xl/vbaProject.bin", b"")
        package.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    file = read(memory.getvalue(), "hoc_sinh.xlsm")
    assert [(f.rule_id, f.parameters) for f in file.findings] == [
        ("FIL004", {"file": "hoc_sinh.xlsm"}),
        ("FIL005", {"file": "hoc_sinh.xlsm", "n": 1}),
    ]
    assert len(column(only_sheet(file), "full_name")) == 2


def test_records_of_a_text_file_count_as_rows_and_odd_ones_are_told() -> None:
    lines = [",".join(HEADER), "1,An,15/03/2014,Nam,Kinh,Khối 6,Đang học", "", '2,"Bích,\nThị",01/12/2014,Nữ,Tày']
    file = read("\n".join(lines).encode(), "hoc_sinh.csv")
    assert column(only_sheet(file), "full_name") == [(2, "An"), (4, "Bích,\nThị")]
    assert [(f.rule_id, f.excel_row) for f in file.findings] == [("FIL013", 4), ("FIL017", None)]


def test_a_plain_csv_of_excel_has_lost_its_letters() -> None:
    """Windows-1252, the encoding of an English Windows, has à and ê, but no ọ and no ớ."""
    text = "\n".join([",".join(HEADER), *(",".join(map(str, pupil)) for pupil in PUPILS)])
    assert [f.rule_id for f in read(text.encode("cp1252", "replace"), "hs.csv").findings] == ["FIL020"]
    assert [f.rule_id for f in read("Có thi lại?;Vì sao?\n1;2".encode(), "hs.csv").findings] == ["FIL009"]


def test_text_written_as_a_formula_is_read_as_excel_shows_it() -> None:
    rows = ['="1";="Nguyễn; Văn An";="15/03/2014"', '"=""2""";"=""Trần Thị Bích""";=""', '3;Lê ="Tí" Anh;="7=""']
    file = read("\n".join([";".join(HEADER), *(f"{row};Nam;Kinh;Khối 6;Đang học" for row in rows)]).encode(), "hs.csv")
    assert column(only_sheet(file), "full_name") == [(2, "Nguyễn; Văn An"), (3, "Trần Thị Bích"), (4, 'Lê ="Tí" Anh')]
    assert column(only_sheet(file), "birth_date") == [(2, "15/03/2014"), (3, None), (4, '="7=""')]


def test_a_sheet_wider_than_allowed_is_refused() -> None:
    file = read(workbook({"Học sinh": [(*HEADER, *[None] * 600, "x"), PUPILS[0]]}))
    assert [f.rule_id for f in file.findings] == ["FIL006"]
    assert file.findings[0].parameters["found"] == "2 × 608: WJ1"


@pytest.mark.parametrize("end", ["", '3,"Lê, Văn Cường"\n'])
def test_an_open_quotation_mark_is_told_at_its_row(end: str) -> None:
    lines = [",".join(HEADER), '1,"An\nNguyễn",15/03/2014', '2,"Bích,01/12/2014', "3,Cường,01/01/2014", end]
    (finding,) = read("\n".join(lines).encode(), "hoc_sinh.csv").findings
    assert (finding.rule_id, finding.parameters["list"]) == ("FIL013", '3:3 (")')


@pytest.mark.parametrize(("row", "column_"), [(249_999, 2), (2, 700)])
def test_a_space_far_away_makes_no_sheet_large(row: int, column_: int) -> None:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    sheet = book.add_worksheet("Học sinh")
    for i, cells in enumerate((HEADER, *PUPILS)):
        sheet.write_row(i, 0, cells)
    sheet.write(row, column_, " ")
    book.close()
    file = read(memory.getvalue())
    assert [name for _, name in column(only_sheet(file), "full_name")] == ["Nguyễn Văn An", "Trần Thị Bích"]
    assert file.findings == []


def test_a_sheet_of_two_datasets_is_told() -> None:
    """FIL007: the lists of language and of pedagogy courses differ by the name of their sheet."""
    rows = [["Mã cán bộ", "Khóa bồi dưỡng", "Đơn vị tổ chức", "Kết quả"], ["GV1", "1", "Sở", "Đạt"]]
    file = read(workbook({"Sheet1": rows}))
    assert not file.sheets
    assert [finding.rule_id for finding in file.findings] == ["FIL007"]
    assert only_sheet(read(workbook({"Bồi dưỡng sư phạm": rows}))).dataset == "staff_pedagogy_training"
