"""What stands above the labels of a header says whose they are."""

from collections.abc import Sequence

import pytest

from pipelines.intake.headers import dataset_headers
from pipelines.intake.layout import LayoutFinder
from pipelines.intake.mapped_columns import ColumnMapper
from schemas.catalogue import load_catalogue
from tests.intake.books import HEADER, PUPILS, workbook
from tests.intake.test_layout import FIELDS, PUPIL, STUDENT, fields, find
from tests.intake.test_sheets import column, only_sheet, read

TEACHER = ("Mã GV", "Họ và tên", "Ngày sinh", "Giới tính", "Loại cán bộ", "Trạng thái", "Loại hợp đồng")
SCHOOL = ("Mã trường", "Tên trường", "Cấp học", "Loại hình", "Loại hình trường")


@pytest.fixture(scope="module")
def finder() -> LayoutFinder:
    return LayoutFinder(dataset_headers(load_catalogue()))


def below(finder: LayoutFinder, upper: str, labels: Sequence[str], before: Sequence[str] = STUDENT) -> list[str | None]:
    """The fields of the columns that stand below an upper level, beside a list."""
    top = (*before, upper, *[None] * (len(labels) - 1))
    layout = find(finder, top, (*[None] * len(before), *labels))
    assert layout.data == 2
    return fields(layout)[len(before) :]


def told(*top: str | None, labels: Sequence[str | None]) -> str:
    """The columns of a list of pupils that are told as unknown."""
    cells = ["dữ liệu" if label else None for label in labels]
    rows = [(*HEADER, *top), (*[None] * len(HEADER), *labels), *((*pupil, *cells) for pupil in PUPILS)]
    file = read(workbook({"Học sinh": rows}))
    return " ".join(str(f.parameters["list"]) for f in file.findings if f.rule_id == "FIL011")


def test_a_unit_below_a_label_leaves_it_as_it_is(finder: LayoutFinder) -> None:
    """As in nurseries: "Cân nặng" over "kg" and "Kênh", the growth chart."""
    assert below(finder, "Cân nặng", ("kg", "Kênh")) == ["weight_kg", None]
    assert below(finder, "Chiều cao", ("m", "cm")) == [None, "height_cm"]


def test_the_list_of_a_nursery_has_birth_dates_by_sex_and_weights_over_units(finder: LayoutFinder) -> None:
    top = ("Mã trẻ", "Họ và tên trẻ", "Ngày, tháng, năm sinh", None, "Dân tộc", "Khối", "Trạng thái")
    labels = (*top, "Cân nặng", None, "Chiều cao", None, "Họ tên mẹ", "Năm sinh")
    layout = find(finder, labels, (None, None, "Nam", "Nữ", *[None] * 3, "kg", "Kênh", "cm", "Kênh", None, None))
    assert layout.data == 2
    assert fields(layout)[7:] == ["weight_kg", None, "height_cm", None, "mother_name", "mother_birth_date"]


@pytest.mark.parametrize(
    ("upper", "parent"),
    [
        ("Thông tin mẹ", "mother"),
        ("Thông tin của mẹ", "mother"),
        ("Họ và tên mẹ", "mother"),
        ("Mẹ đẻ", "mother"),
        ("Má", "mother"),
        ("Mẹ học sinh", "mother"),
        ("II. THÔNG TIN MẸ", "mother"),
        ("THONG TIN ME", "mother"),
        ("Thông tin về cha", "father"),
        ("Cha đẻ", "father"),
        ("Bố (cha)", "father"),
        ("Ba", "father"),
        ("Người giám hộ", "guardian"),
        ("Người đỡ đầu", "guardian"),
    ],
)
def test_an_upper_level_in_other_words_is_that_parent(finder: LayoutFinder, upper: str, parent: str) -> None:
    assert below(finder, upper, ("SĐT", "CCCD", "Ngày tháng năm sinh", "Nghề nghiệp")) == [
        f"{parent}_{name}" for name in ("phone", "personal_id", "birth_date", "occupation")
    ]


@pytest.mark.parametrize(
    "upper",
    [
        *(
            "Cha mẹ",
            "Phụ huynh",
            "Bố hoặc mẹ",
            "Cha/Mẹ/Người giám hộ",
            "Chủ hộ",
            "Ông bà nội",
            "Người đón trẻ",
            "Mẹ kế",
        ),
        *("Giáo viên chủ nhiệm", "Anh chị em học cùng trường", "Người liên hệ khẩn cấp", "Bà ngoại", "Trường cũ"),
    ],
)
def test_what_is_anothers_is_not_the_pupils(finder: LayoutFinder, upper: str) -> None:
    assert below(finder, upper, ("SĐT", "CCCD", "Email", "Tỉnh")) == [None] * 4


def test_what_is_anothers_is_not_the_schools_nor_the_teachers(finder: LayoutFinder) -> None:
    assert below(finder, "Phó hiệu trưởng", ("Họ tên", "SĐT", "Email"), SCHOOL) == [None] * 3
    assert below(finder, "Vợ (chồng)", ("Năm sinh", "CCCD"), TEACHER) == [None] * 2
    assert below(finder, "Vợ (chồng)", ("SĐT", "Nghề nghiệp"), TEACHER) == ["spouse_phone", "spouse_occupation"]
    assert below(finder, "Thẻ BHYT", ("Số thẻ", "Ngày cấp")) == [None] * 2


@pytest.mark.parametrize(
    "upper",
    ["Thông tin học sinh", "THONG TIN HOC SINH", "Sơ yếu lý lịch", "I.", "B. Thông tin cá nhân", "Giấy tờ tùy thân"],
)
def test_an_upper_level_that_says_nothing_is_left_out(finder: LayoutFinder, upper: str) -> None:
    assert below(finder, upper, ("CCCD", "Ngày cấp")) == ["personal_id", "identity_issue_date"]


def test_an_upper_level_may_say_what_its_labels_say_besides(finder: LayoutFinder) -> None:
    assert below(finder, "Liên hệ", ("SĐT", "Email")) == ["phone", "email"]
    assert below(finder, "Hộ khẩu thường trú", ("Tỉnh", "Xã")) == ["home_province_code", "home_ward_code"]
    assert below(finder, "Nơi ở hiện nay", ("Tỉnh", "Xã")) == ["current_province_code", "current_ward_code"]
    assert below(finder, "Lương", ("Hệ số", "Bậc"), TEACHER)[0] == "salary_coefficient"
    for pay in ("Ngạch, bậc lương", "Ngạch, bậc, hệ số lương", "Tiền lương", "Hưởng lương"):
        assert below(finder, pay, ("Hạng", "Bậc", "Hệ số"), TEACHER) == [
            "rank_code",
            "salary_step_code",
            "salary_coefficient",
        ]
    assert below(finder, "Phụ cấp", ("Chức vụ", "Hệ số"), TEACHER) == ["leadership_allowance", None]
    ratings = ["public_employee_rating_code", "professional_standard_code"]
    assert below(finder, "Kết quả đánh giá", ("Viên chức", "Chuẩn nghề nghiệp"), TEACHER)[1:] == ratings[1:]
    assert below(finder, "Kết quả xếp loại", ("Đánh giá viên chức", "Chuẩn nghề nghiệp"), TEACHER) == ratings
    assert below(finder, "Đảng viên", ("Ngày vào Đảng", "Nơi vào Đảng"), TEACHER)[0] == "party_join_date"
    assert below(finder, "Phụ huynh", ("Họ tên mẹ", "SĐT mẹ", "SĐT")) == ["mother_name", "mother_phone", None]


def test_a_title_over_the_table_and_the_group_of_the_names_are_left_out(finder: LayoutFinder) -> None:
    title = find(finder, ("STT", "Kê khai lần một", *[None] * 5), (None, *STUDENT), ("1", *PUPIL))
    assert fields(title)[1:] == FIELDS
    top = ("STT", "Các cháu", None, None, "Khối", "Trạng thái", "Người đưa đón", None)
    layout = find(finder, top, (None, "Họ tên", "Ngày sinh", "CCCD", None, None, "Họ tên", "SĐT"))
    assert fields(layout)[1:] == ["full_name", "birth_date", "personal_id", "grade_code", "status_code", None, None]


def test_labels_above_a_whole_header_count(finder: LayoutFinder) -> None:
    """Every label stands in the second row: it would be a header by itself."""
    top = ("Học sinh", *[None] * 5, "Người đưa đón", None)
    layout = find(finder, top, (*STUDENT, "Họ tên", "SĐT"))
    assert (layout.first, layout.header) == (0, 1)
    assert fields(layout) == [*FIELDS, None, None]
    assert not layout.is_doubtful
    titles = ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", *[None] * 5, "Năm học: 2025-2026", None)
    assert fields(find(finder, titles, (*STUDENT, "Email", "SĐT"))) == [*FIELDS, "email", "phone"]


def test_three_levels_name_a_parent(finder: LayoutFinder) -> None:
    top = (*STUDENT, "Thông tin cha mẹ", None, None, None)
    middle = (*[None] * 6, "Cha đẻ", None, "Mẹ", None)
    bottom = (*[None] * 6, "Họ tên", "SĐT", "Họ tên", "SĐT")
    names = ["father_name", "father_phone", "mother_name", "mother_phone"]
    assert fields(find(finder, top, middle, bottom))[6:] == names


def test_part_of_a_name_is_no_name(finder: LayoutFinder) -> None:
    assert below(finder, "Họ tên mẹ", ("Họ đệm", "Tên")) == [None, None]


def test_a_mark_below_another_label_is_no_sex() -> None:
    header = [(*HEADER[:3], *HEADER[4:], "Biết bơi ếch", None), (*[None] * 6, "Nam", "Nữ")]
    rows = [(*pupil[:3], *pupil[4:], "x", None) for pupil in PUPILS]
    sheet = only_sheet(read(workbook({"Học sinh": [*header, *rows]})))
    assert "sex_code" not in sheet.rows.fields.schema.names


def test_what_is_not_read_is_told_and_asked() -> None:
    said = told("Chủ hộ", None, "Mẹ", labels=("SĐT", "Họ tên", "Email"))
    assert "H (Chủ hộ / SĐT → Số điện thoại?), I (Chủ hộ / Họ tên), J (Mẹ / Email)" in said


def test_what_several_columns_may_mean_is_not_asked() -> None:
    said = told("Bà nội", None, "Bà ngoại", labels=("SĐT", "Email", "SĐT"))
    assert "H (Bà nội / SĐT), I (Bà nội / Email → Email?), J (Bà ngoại / SĐT)" in said


def test_what_is_confirmed_below_an_unknown_level_is_read(finder: LayoutFinder) -> None:
    layout = find(finder, (*STUDENT, "Chủ hộ", None), (*[None] * 6, "SĐT", "Email"))
    completed = ColumnMapper.of(finder.datasets, []).complete(layout, "")
    assert [c.near.field if c.near else None for c in completed.columns[6:]] == ["phone", "email"]
    assert fields(completed)[6:] == [None, None]


MARKS = ("ĐĐGgk", "ĐĐGck", "ĐTBmhk")


def test_marks_of_subjects_are_not_those_of_the_term() -> None:
    header = ("STT", "Mã HS", "Họ và tên", "Ngày sinh", "Khối", "Học kỳ")
    top, labels = (*header, "Toán", None, None, "Ngữ văn", None, None), (*[None] * 6, *MARKS, *MARKS)
    pupil = (1, "HS01", "Nguyễn Văn An", "15/03/2014", "Khối 6", "Học kỳ 1", 5, 6, 5.7, 9, 9, 9)
    file = read(workbook({"6A": [top, labels, pupil]}))
    sheet = only_sheet(file)
    assert sheet.dataset == "result"
    assert {"midterm_score", "final_score", "score"}.isdisjoint(sheet.rows.fields.schema.names)
    [unknown] = [finding for finding in file.findings if finding.rule_id == "FIL011"]
    assert "G (Toán / ĐĐGgk), H (Toán / ĐĐGck)" in str(unknown.parameters["list"])
    assert "L (Ngữ văn / ĐTBmhk)" in str(unknown.parameters["list"])


@pytest.mark.parametrize(
    ("upper", "labels"), [("Giới tính", ("Nam", "Nữ")), ("Nơi sinh", ("Tỉnh",)), ("Thẻ BHYT", ("Số thẻ", "Ngày cấp"))]
)
def test_the_upper_row_of_a_header_is_no_other_header(
    finder: LayoutFinder, upper: str, labels: tuple[str, ...]
) -> None:
    header = [label for label in STUDENT if label != upper]
    top = (*header, upper, *[None] * (len(labels) - 1))
    layout = find(finder, top, (*[None] * len(header), *labels))
    assert (layout.first, layout.header) == (0, 1)
    assert not layout.is_doubtful


def test_numbers_of_columns_below_a_divided_column_are_no_class(finder: LayoutFinder) -> None:
    flags = ("Lớp ghép", "Lớp chuyên", "Lớp bán trú", "Lớp VNEN", "Lớp ghép độ tuổi")
    top = ("STT", "Mã lớp", "Tên lớp", "Khối", "Sĩ số", None, None, *flags)
    layout = find(finder, top, (*[None] * 4, "Tổng số", "Nữ", "Dân tộc"), tuple(map(str, range(1, 13))))
    assert layout.data == 3
    assert fields(layout)[4:7] == ["student_count", None, None]


def test_pupils_keep_their_place_below_numbers() -> None:
    rows = [(*HEADER, "Kết quả", None), (*[None] * 7, "Loại A", "Loại B"), tuple(range(1, 10)), *PUPILS]
    sheet = only_sheet(read(workbook({"Học sinh": rows})))
    assert column(sheet, "full_name") == [(4, "Nguyễn Văn An"), (5, "Trần Thị Bích")]
