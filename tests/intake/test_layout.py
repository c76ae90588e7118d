"""The header is found, and its columns are mapped, whatever stands around it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipelines.intake.headers import dataset_headers, recognise
from pipelines.intake.layout import Ambiguous, LayoutFinder, SheetLayout
from schemas.catalogue import load_catalogue, read_rows

STUDENT = ("Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Khối", "Trạng thái")
FIELDS = ["full_name", "birth_date", "sex_code", "ethnicity_code", "grade_code", "status_code"]
PUPIL = ("Nguyễn Văn An", "15/03/2014", "Nam", "Kinh", "Khối 6", "Đang học")


@pytest.fixture(scope="module")
def finder() -> LayoutFinder:
    return LayoutFinder(dataset_headers(load_catalogue()))


def even(rows: Sequence[Sequence[str | None]]) -> list[tuple[str | None, ...]]:
    """Rows of one length."""
    width = max(map(len, rows))
    return [(*row, *[None] * (width - len(row))) for row in rows]


def find(finder: LayoutFinder, *rows: Sequence[str | None], sheet: str = "") -> SheetLayout:
    layout = finder.find(even(rows), sheet)
    assert isinstance(layout, SheetLayout)
    return layout


def fields(layout: SheetLayout) -> list[str | None]:
    return [column.field for column in layout.columns]


def test_header_in_the_first_row(finder: LayoutFinder) -> None:
    layout = find(finder, STUDENT, PUPIL)
    assert (layout.dataset, layout.header, layout.data) == ("student", 0, 1)
    assert fields(layout) == FIELDS


def test_header_below_titles_notes_and_blank_rows(finder: LayoutFinder) -> None:
    titles = [("SỞ GIÁO DỤC VÀ ĐÀO TẠO", None, "CỘNG HÒA XÃ HỘI"), ("DANH SÁCH HỌC SINH LỚP 6A",), (), ("*Số HS: 35",)]
    layout = find(finder, *titles, STUDENT, PUPIL)
    assert (layout.header, layout.data) == (4, 5)
    assert fields(layout) == FIELDS


def test_a_header_below_row_40_is_not_looked_for(finder: LayoutFinder) -> None:
    blank = [()] * 40
    assert isinstance(finder.find(even([*blank[:39], STUDENT]), ""), SheetLayout)
    assert finder.find(even([*blank, STUDENT]), "") is None


def test_marks_line_breaks_and_case_do_not_matter(finder: LayoutFinder) -> None:
    marked = ("HỌ VÀ TÊN (*)", "Ngày\nsinh (*)", "giới  tính", "DAN TOC", "[Khối]", "Trạng thái:")
    assert fields(find(finder, marked)) == FIELDS


@pytest.mark.parametrize(
    ("dataset", "header", "field"),
    [
        ("student", "Ngày sinh (dd/mm/yyyy)", "birth_date"),
        ("student", "Ngày sinh\n(ngày/tháng/năm) *", "birth_date"),
        ("student", "Giới tính [Nam/Nữ]", "sex_code"),
        ("student", "Họ và tên (có dấu) (bắt buộc)", "full_name"),
        ("student", "Họ tên mẹ (nếu có)", "mother_name"),
        ("student", "Dân tộc (Kinh, Tày...)", "ethnicity_code"),
        ("student", "Đội viên (đánh dấu x)", "is_pioneer"),
        ("student", "Cân nặng (kg)", "weight_kg"),
        ("student", "Chiều cao (cm)", "height_cm"),
        ("facility", "Diện tích (m²)", "area_m2"),
        ("campus", "Khoảng cách đến điểm trường chính (km)", "distance_km"),
        ("finance", "Dự toán (triệu đồng)", "planned_amount"),
    ],
)
def test_what_brackets_say_of_the_form_does_not_matter(dataset: str, header: str, field: str) -> None:
    assert recognise(dataset_headers(load_catalogue())[dataset], (header,)) == field


@pytest.mark.parametrize(
    ("dataset", "header"),
    [
        *[("student", f"Họ tên ({whose})") for whose in ("mẹ", "người giám hộ", "tiếng Anh", "x", "dd/mm/yyyy")],
        ("student", "Lớp (cũ)"),
        ("student", "Ngày sinh (Nam/Nữ)"),
        ("student", "Cân nặng (g)"),
        ("student", "Chiều cao (m)"),
        ("class", "Số học sinh (nữ)"),
        ("campus", "Diện tích (ha)"),
        ("finance", "Dự toán (đồng)"),
        ("result", "Điểm trung bình môn (HK1)"),
    ],
)
def test_brackets_that_say_something_else_are_no_hint(dataset: str, header: str) -> None:
    headers = dataset_headers(load_catalogue())[dataset]
    assert recognise(headers, (header,)) != recognise(headers, (header.partition(" (")[0],))


def test_every_hint_holds_for_some_field() -> None:
    fields = [field for dataset in load_catalogue().datasets.values() for field in dataset.fields]
    known = {word for field in fields for word in (field.name, field.type, field.unit)}
    assert {only for row in read_rows("header_hints.csv") for only in row["only"].split(";") if only} <= known


def test_parents_over_two_rows(finder: LayoutFinder) -> None:
    """ "Cha" stands over "Họ tên" and "Năm sinh"; the second level alone would be the pupil's."""
    top = (*STUDENT, "Cha", None, "Mẹ", None)
    below = (*[None] * 6, "Họ tên", "Năm sinh", "Họ tên", "Năm sinh")
    layout = find(finder, top, below, (*PUPIL, "Nguyễn Văn Bình", "1980", "Lê Thị Chi", "1982"))
    assert (layout.header, layout.data) == (1, 2)
    assert fields(layout)[:6] == FIELDS
    assert fields(layout)[6] == "father_name"
    assert fields(layout)[8] == "mother_name"
    assert layout.columns[6].header == "Cha / Họ tên"
    assert "full_name" not in fields(layout)[6:] and "birth_date" not in fields(layout)[6:]


def test_a_parent_that_says_nothing_leaves_the_label(finder: LayoutFinder) -> None:
    top = ("Thông tin chung", None, None, None, None, "Tình trạng")
    layout = find(finder, top, STUDENT, PUPIL)
    assert (layout.header, layout.data) == (1, 2)
    assert fields(layout) == FIELDS


def test_what_stands_under_an_unknown_parent_is_not_the_pupils(finder: LayoutFinder) -> None:
    top = (*STUDENT, "Người đưa đón", None)
    below = (*[None] * 6, "Họ và tên", "Ngày sinh")
    layout = find(finder, top, below, (*PUPIL, "Lê Thị Chi", "1982"))
    assert fields(layout) == [*FIELDS, None, None]


def test_a_sparse_first_row_is_no_part_of_the_header(finder: LayoutFinder) -> None:
    layout = find(finder, (*STUDENT, None), ("Nguyễn Văn An", *[None] * 5, "chuyển đến"), (*PUPIL, None))
    assert layout.data == 1


def test_three_levels(finder: LayoutFinder) -> None:
    top = (*STUDENT, "Gia đình", None, None, None)
    middle = (*[None] * 6, "Cha", None, "Mẹ", None)
    bottom = (*[None] * 7, "Năm sinh", None, "Năm sinh")
    layout = find(finder, top, middle, bottom, (*PUPIL, "Nguyễn Văn Bình", "1980", "Lê Thị Chi", "1982"))
    assert layout.data == 3


def test_a_title_right_above_is_no_parent(finder: LayoutFinder) -> None:
    layout = find(finder, ("DANH SÁCH HỌC SINH", None, "LỚP 6A"), STUDENT, PUPIL)
    assert layout.columns[0].header == "Họ và tên"


def test_key_row_is_skipped(finder: LayoutFinder) -> None:
    student = load_catalogue().datasets["student"]
    layout = find(finder, STUDENT, [student.field(name).ministry_key for name in FIELDS], PUPIL)
    assert layout.data == 2
    assert fields(layout) == FIELDS
    assert layout.contradictions == ()


def test_a_key_that_names_another_field_decides_and_is_told(finder: LayoutFinder) -> None:
    keys = ("full_name", "birth_date", "ethnicity_code", "sex_code", "grade_code", "status_code")
    layout = find(finder, STUDENT, keys, PUPIL)
    assert fields(layout)[2:4] == ["ethnicity_code", "sex_code"]
    assert [column.header for column in layout.contradictions] == ["Giới tính", "Dân tộc"]


def test_row_of_column_numbers_is_skipped(finder: LayoutFinder) -> None:
    assert find(finder, ("STT", *STUDENT), ("A", "B", "(1)", "(2)", "(3)", "(4)", "(5)"), ("1", *PUPIL)).data == 2
    assert find(finder, ("STT", *STUDENT), ("1", *PUPIL)).data == 1


def test_row_of_column_numbers_is_skipped_on_a_sheet_wider_than_its_header(finder: LayoutFinder) -> None:
    title = ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", *[None] * 10, "In ngày 1/9/2025")
    assert find(finder, title, STUDENT, ("1", "2", "3", "4", "5", "6"), PUPIL).data == 3


@pytest.mark.parametrize("numbers", ["ABCD12345", "123456789", [*(f"({n})" for n in range(1, 9)), "9=7+8"]])
@pytest.mark.parametrize("labels", [("Xếp loại A", "Xếp loại B"), ("Xếp loại", None)])
def test_column_numbers_below_unknown_labels_are_no_pupil(
    finder: LayoutFinder, numbers: Sequence[str], labels: Sequence[str | None]
) -> None:
    top = ("STT", *STUDENT, "Kết quả năm trước", None if labels[1] else "Sở thích")
    assert find(finder, top, (*[None] * 7, *labels), tuple(numbers), ("1", *PUPIL, "Tốt", "Tốt")).data == 3


def test_a_pupil_is_no_row_of_labels(finder: LayoutFinder) -> None:
    assert find(finder, STUDENT, ("Nam", None, "Nam", None, None, None), PUPIL).data == 1


def test_unknown_column_keeps_its_header(finder: LayoutFinder) -> None:
    layout = find(finder, (*STUDENT, "Màu áo"), PUPIL)
    assert (layout.columns[-1].field, layout.columns[-1].header) == (None, "Màu áo")


def test_code_lists_and_guides_are_no_tables(finder: LayoutFinder) -> None:
    assert finder.find(even([("Mã", "Tên"), ("01", "Nam"), ("02", "Nữ")]), "GIOI_TINH") is None
    assert finder.find(even([("Hướng dẫn",), ("1. Không sửa tiêu đề", "2. Nhập từ dòng 5")]), "Hướng dẫn") is None


def test_three_headers_of_many_required_are_not_enough(finder: LayoutFinder) -> None:
    assert finder.find(even([("Giới tính", "Dân tộc", "Nơi sinh", "Số điện thoại")]), "") is None


# The trainings in languages and in pedagogy differ by their sheet's name.
@pytest.mark.parametrize("dataset", sorted(load_catalogue().datasets.keys() - {"staff_pedagogy_training"}))
@pytest.mark.parametrize("name_of", ["label_vi", "label_en", "ministry_key", "name"])
def test_a_full_header_leads_to_its_dataset(finder: LayoutFinder, dataset: str, name_of: str) -> None:
    columns = load_catalogue().datasets[dataset].columns
    header = [getattr(field, name_of) or field.name for field in columns]
    layout = find(finder, header)
    assert layout.dataset == dataset
    assert fields(layout)[:2] == [columns[0].name, columns[1].name]


def test_a_list_of_learners_is_no_list_of_candidates_or_results(finder: LayoutFinder) -> None:
    plain = ("Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Số định danh cá nhân", "Mã lớp")
    assert find(finder, plain).dataset == "student"
    assert find(finder, (*plain, "Năm thi", "Môn tự chọn 1")).dataset == "exam_registration"
    assert find(finder, ("Họ và tên", "Ngày sinh", "Khối", "Mã lớp")).dataset == "student"
    assert find(finder, ("Họ và tên", "Ngày sinh", "Khối", "Học kỳ", "Môn học")).dataset == "result"


def test_a_tie_is_broken_by_the_sheet_name_or_told() -> None:
    student = dataset_headers(load_catalogue())["student"]
    twins = {name: replace(student, name=name, sheet_words=[name]) for name in ("one", "other")}
    finder = LayoutFinder(twins)
    assert finder.find([STUDENT], "") == Ambiguous(("one", "other"))
    assert find(finder, STUDENT, sheet="OTHER 2025").dataset == "other"


def test_what_was_seen_before_changes_nothing(finder: LayoutFinder) -> None:
    fresh = LayoutFinder(finder.datasets)
    rows = even([("TRƯỜNG A",), STUDENT, PUPIL])
    assert fresh.find(rows, "") == finder.find(rows, "") == fresh.find(rows, "")


def test_a_header_is_taken_for_its_fields_and_says_what_speaks_for_it(finder: LayoutFinder) -> None:
    layout = find(finder, ("STT", *STUDENT, "Màu áo"), ("1", *PUPIL))
    score = layout.reading.score
    assert (score.fields, score.required, score.levels, score.unknown) == (7, 6, -1, -1)
    assert layout.runner_up is None
    assert layout.certainty == pytest.approx(7 / 8)
    assert not layout.is_doubtful


def test_of_two_readings_that_which_has_the_required_fields_is_taken_and_the_doubt_told(finder: LayoutFinder) -> None:
    """Whether "Mẹ" is a parent of the labels below or a title cannot be known for certain."""
    top = ("Mẹ", None, "Thông tin khác", None, None, None)
    layout = find(finder, top, STUDENT, PUPIL)
    assert (layout.first, layout.header) == (1, 1)
    assert fields(layout) == FIELDS
    assert layout.runner_up and (layout.runner_up.first, layout.runner_up.last) == (0, 1)
    assert layout.is_doubtful
    assert layout.certainty == pytest.approx(0.5)


def test_the_upper_row_of_a_header_is_no_other_header(finder: LayoutFinder) -> None:
    labels = [label for label in STUDENT if label != "Giới tính"]
    layout = find(finder, (*labels, "Giới tính", None), (*[None] * 5, "Nam", "Nữ"))
    assert (layout.first, layout.header) == (0, 1)
    assert not layout.is_doubtful


def test_labels_below_single_parents_are_part_of_the_header(finder: LayoutFinder) -> None:
    layout = find(finder, (*STUDENT, "Cha", "Mẹ"), (*[None] * 6, "Họ tên", "Họ tên"), (*PUPIL, "Ba", "Tư"))
    assert layout.data == 2
    assert fields(layout)[6:] == ["father_name", "mother_name"]


def test_a_header_below_a_table_is_found_at_its_row(finder: LayoutFinder) -> None:
    rows = even([PUPIL, (), ("DANH SÁCH LỚP 6B",), STUDENT, PUPIL])
    layout = finder.at(rows, 3, "")
    assert layout and (layout.first, layout.data) == (3, 4)
    assert finder.at(rows, 4, "") is None
