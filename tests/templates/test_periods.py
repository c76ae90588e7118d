"""Templates of two times: each has the fields, code lists and places in force then, and is read back as what it says."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from pipelines.desk import check_files
from pipelines.periods import Period
from pipelines.templates.columns import choices, example, template_columns
from pipelines.templates.previous import Row
from pipelines.templates.succession import with_codes_in_force
from pipelines.templates.write import write_template
from schemas.catalogue import Catalogue, load_catalogue
from schemas.templates import TEMPLATE_MARK, current_version
from tests.templates.test_write import column_of, dropdown, headers, named_range

OLD, NEW = Period.parse("2019-2020-dau-nam"), Period.parse("2026-2027-dau-nam")
THEN, NOW = (load_catalogue().in_force(period.census_date) for period in (OLD, NEW))
DATASETS = tuple(load_catalogue().datasets)
# As a clerk of 2019 chooses.
LEARNER = {
    "Họ và tên (*)": "Nguyễn Thị Minh Anh",
    "Ngày sinh (*)": "03/05/2008",
    "Giới tính (*)": "Nữ",
    "Dân tộc (*)": "Kinh",
    "Khối (*)": "Khối 6 (06)",
    "Mã lớp (**)": "6A",
    "Trạng thái (*)": "Đang học",
    "Họ tên mẹ (**)": "Trần Thị Lan",
    "Ngày sinh mẹ (**)": "02/02/1985",
    "Tỉnh thường trú": "Thành phố Hồ Chí Minh",
    "Huyện thường trú": "Quận 1",
    "Xã thường trú": "Phường Đa Kao",
}
DIVIDED = "00070"  # Phường Hàng Trống: its code went on with one of its two parts


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[Period, Workbook]:
    folder = tmp_path_factory.mktemp("periods")
    books = {}
    for period in (OLD, NEW):
        write_template(DATASETS, folder / f"{period}.xlsx", period)
        books[period] = load_workbook(folder / f"{period}.xlsx")
    return books


def test_columns_are_those_of_the_time(books: dict[Period, Workbook]) -> None:
    for name, dataset in load_catalogue().datasets.items():
        for period, book in books.items():
            shown = {header.rstrip(" (*)") for header in headers(book[dataset.sheet_vi])}
            for field in dataset.columns:
                is_offered = field.required != "dropped" and field.validity.covers(period.census_date)
                assert (field.label_vi.rstrip(" (*)") in shown) == is_offered, (name, field.name, period)


def test_each_time_has_its_ratings(books: dict[Period, Workbook]) -> None:
    old, new = (set(headers(books[period]["Kết quả học tập"])) for period in (OLD, NEW))
    assert "Học lực" in old - new and "Kết quả học tập" in new - old


def test_places_are_those_of_the_time(books: dict[Period, Workbook]) -> None:
    counts = {
        period: [len(dropdown(book, book["Trường"], header)) for header in ("Tỉnh/thành phố", "Phường/xã")]
        for period, book in books.items()
    }
    assert counts == {OLD: [63, 10_035], NEW: [34, 3_321]}
    assert len(named_range(books[OLD], "DM_district")) == 696
    assert "DM_district" not in books[NEW].defined_names


def test_a_ward_is_offered_from_its_district_and_that_from_its_province(books: dict[Period, Workbook]) -> None:
    book = books[OLD]
    sheet = book["Trường"]
    for header, above in (("Phường/xã", "Quận/huyện"), ("Quận/huyện", "Tỉnh/thành phố")):
        cell = f"{column_of(sheet, header)}2"
        [rule] = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
        assert f"MATCH(${column_of(sheet, above)}2," in str(rule.formula1)
    for level, above, part, of in (
        ("district", "province", "Huyện Côn Đảo", "Tỉnh Bà Rịa - Vũng Tàu"),
        ("ward", "district", "Phường Bến Thành", "Quận 1"),
    ):
        parents, places = named_range(book, f"DM_{level}_parent"), named_range(book, f"DM_{level}")
        # Excel takes as many from the first on as there are: they must stand together.
        first, number = parents.index(of), parents.count(of)
        assert set(parents[first : first + number]) == {of} and part in places[first : first + number]
        assert set(parents) <= set(named_range(book, f"DM_{above}"))


@pytest.mark.parametrize("catalogue", [THEN, NOW], ids=["then", "now"])
def test_an_example_is_one_of_the_choices(catalogue: Catalogue) -> None:
    for dataset in catalogue.datasets.values():
        for field in template_columns(dataset):
            if field.code_list and (shown := example(catalogue, field, 2025)):
                assert shown in {choice.label for choice in choices(catalogue, field.code_list)}, field.name


def test_an_example_of_a_mark_is_on_its_scale() -> None:
    marks = [f for f in template_columns(load_catalogue().datasets["result"]) if f.unit.startswith("points")]
    assert {example(load_catalogue(), field, 2025) for field in marks} == {"8,5"}


def test_the_example_of_a_school_year_is_the_one_of_the_period(books: dict[Period, Workbook]) -> None:
    for period, book in books.items():
        sheet = book["Học sinh"]
        note = sheet[f"{column_of(sheet, 'Năm học (*)')}1"].comment
        assert f"Ví dụ: {period.school_year}" in note.text


def test_the_mark_says_which(books: dict[Period, Workbook]) -> None:
    for period, book in books.items():
        mark = f"{','.join(DATASETS)}|{current_version()}|{period}"
        assert book.custom_doc_props[TEMPLATE_MARK].value == mark
        assert str(period) in str(book["Hướng dẫn"]["A2"].value)


def test_what_a_clerk_chose_is_read_under_the_law_of_the_time(tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    write_template(["student"], path, OLD)
    book = load_workbook(path)
    sheet = book["Học sinh"]
    for header, label in LEARNER.items():
        sheet[f"{column_of(sheet, header)}2"] = label
    book.save(path)
    columns = {header: column_of(sheet, header) for header in LEARNER}
    told = {
        period: {
            (str(finding["rule_id"]), finding["excel_column"])
            for finding in check_files([path], period=period.name).findings
            if str(finding["rule_id"]).startswith("FLD")
        }
        for period in (OLD, NEW)
    }
    assert told[OLD] == set()
    # In 2026 there is no district any more, and the ward is divided between two.
    assert {("FLD033", columns["Huyện thường trú"]), ("FLD013", columns["Xã thường trú"])} <= told[NEW]


def test_places_of_one_name_are_told_apart(books: dict[Period, Workbook]) -> None:
    assert {"Phường Tân Định (26734)", "Phường Tân Định (25852)"} <= set(named_range(books[OLD], "DM_ward"))
    assert "Phường Tân Định" in named_range(books[NEW], "DM_ward")


def test_places_become_what_took_their_place() -> None:
    rows: list[Row] = [
        {"province_code": "10", "ward_code": "26734"},  # Lào Cai; a ward that became part of one
        {"province_code": "79", "ward_code": DIVIDED},
    ]
    carried = with_codes_in_force(NOW.datasets["school"], rows, THEN, NOW)
    assert [(row["province_code"], row["ward_code"]) for row in carried] == [("15", "26737"), ("79", None)]
    same = with_codes_in_force(THEN.datasets["school"], rows, THEN, THEN)
    assert [(row["province_code"], row["ward_code"]) for row in same] == [("10", "26734"), ("79", DIVIDED)]
