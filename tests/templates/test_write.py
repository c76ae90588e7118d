"""The templates as a school opens them: headers, notes, dropdowns, marks."""

import time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.intake.headers import dataset_headers
from pipelines.intake.layout import LayoutFinder, SheetLayout
from pipelines.periods import Period
from pipelines.templates.cells import put
from pipelines.templates.columns import choices, template_columns
from pipelines.templates.write import write_template
from schemas.catalogue import load_catalogue
from schemas.model import Dataset
from schemas.templates import TEMPLATE_MARK, current_version, fingerprint, template_versions
from schemas.text import tidy_header

PERIOD = Period.parse("2026-2027-dau-nam")
CATALOGUE = load_catalogue().in_force(PERIOD.census_date)
DATASETS = tuple(CATALOGUE.datasets)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("templates") / "all.xlsx"
    write_template(DATASETS, path, PERIOD)
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return load_workbook(path)


@pytest.fixture(params=DATASETS)
def dataset(request: pytest.FixtureRequest) -> Dataset:
    return CATALOGUE.datasets[request.param]


def headers(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[1]]


def column_of(sheet: Worksheet, header: str) -> str:
    return get_column_letter(headers(sheet).index(header) + 1)


def dropdown(book: Workbook, sheet: Worksheet, header: str) -> list[str]:
    """What Excel offers in the first data cell below a header."""
    cell = f"{column_of(sheet, header)}2"
    rules = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
    assert len(rules) == 1, f"{header} has {len(rules)} dropdowns"
    formula = str(rules[0].formula1)
    if formula.startswith('"'):
        return formula.strip('"').split(",")
    if formula.startswith("=IF("):  # a ward, before its province is chosen
        formula = f"={formula.split(',')[2]}"
    return named_range(book, formula.removeprefix("="))


def named_range(book: Workbook, name: str) -> list[str]:
    (place,) = book.defined_names[name].destinations
    first, top, last, bottom = range_boundaries(place[1])
    assert first == last
    return [str(book[place[0]].cell(row, first).value) for row in range(top, bottom + 1)]


def test_sheets_stand_in_the_order_asked_for(book: Workbook) -> None:
    names = [CATALOGUE.datasets[name].sheet_vi for name in DATASETS]
    assert book.sheetnames == ["Hướng dẫn", *names, "Danh mục"]


def test_every_header_is_recognised_as_its_field(book: Workbook, dataset: Dataset) -> None:
    found = [CATALOGUE.aliases[dataset.name].get(tidy_header(h)) for h in headers(book[dataset.sheet_vi])]
    assert found == [field.name for field in template_columns(dataset)]


def test_intake_reads_the_data_sheets_and_no_other(book: Workbook) -> None:
    finder = LayoutFinder(dataset_headers(CATALOGUE))
    found = {}
    for sheet in book.worksheets:
        head = [
            tuple(str(value) if value is not None else None for value in row)
            for row in sheet.iter_rows(max_row=40, values_only=True)
        ]
        layout = finder.find(head, sheet.title)
        if layout:
            assert isinstance(layout, SheetLayout)
            assert (layout.header, layout.data) == (0, 1)
            assert all(column.field for column in layout.columns)
            found[sheet.title] = layout.dataset
    assert found == {CATALOGUE.datasets[name].sheet_vi: name for name in DATASETS}


def test_required_marks_and_notes(book: Workbook, dataset: Dataset) -> None:
    sheet = book[dataset.sheet_vi]
    marks = {"yes": " (*)", "conditional": " (**)", "no": ""}
    for cell, field in zip(sheet[1], template_columns(dataset), strict=True):
        assert cell.value == field.label_vi + marks[field.required]
        assert cell.comment
        assert ("Bắt buộc" in cell.comment.text) == (field.required != "no")
        assert "Kiểu: " in cell.comment.text


def test_notes_say_what_a_clerk_must_know(book: Workbook) -> None:
    sheet = book["Lớp"]
    cell = sheet[f"{column_of(sheet, 'Loại bán trú (**)')}1"]
    assert cell.comment
    assert cell.comment.text.splitlines() == [
        "Loại bán trú",
        "Bắt buộc khi “Lớp bán trú” = Có",
        "Kiểu: Chọn trong danh mục “Loại bán trú”",
        "Ví dụ: " + CATALOGUE.code_lists["boarding_type"][0].label_vi,
    ]


def test_dropdowns_offer_the_labels_of_the_list(book: Workbook) -> None:
    sheet = book["Học sinh"]
    assert dropdown(book, sheet, "Giới tính (*)") == ["Nam", "Nữ"]
    assert dropdown(book, sheet, "Khuyết tật") == ["Có", "Không"]
    assert len(dropdown(book, sheet, "Quốc tịch")) == len(CATALOGUE.code_lists["country"])


def test_places_are_those_in_force_and_unmistakable(book: Workbook) -> None:
    wards = dropdown(book, book["Trường"], "Phường/xã")
    assert len(wards) == len(set(wards)) == 3321
    assert "Phường Bến Thành" in wards
    assert len(dropdown(book, book["Trường"], "Tỉnh/thành phố")) == 34
    assert "Quận/huyện" not in headers(book["Trường"])


def test_every_code_column_has_a_dropdown_without_repeats(book: Workbook, dataset: Dataset) -> None:
    sheet = book[dataset.sheet_vi]
    for header, field in zip(headers(sheet), template_columns(dataset), strict=True):
        if field.code_list or field.type == "boolean":
            offered = dropdown(book, sheet, header)
            assert len(offered) == len(set(offered)) > 1


def test_grades_of_two_kinds_of_schools_are_told_apart() -> None:
    tenth = [choice for choice in choices(CATALOGUE, "grade") if choice.label.startswith("Khối 10")]
    assert [choice.label for choice in tenth] == ["Khối 10 (10)", "Khối 10 (13)"]
    assert len({choice.parent for choice in tenth}) == 2


def test_codes_and_phones_stay_text(book: Workbook) -> None:
    sheet = book["Học sinh"]
    for header in ("Mã trường (*)", "Số định danh cá nhân", "Giới tính (*)", "Mã định danh Bộ GD&ĐT"):
        assert sheet.column_dimensions[column_of(sheet, header)].number_format == "@"
    assert sheet.column_dimensions[column_of(sheet, "Ngày sinh (*)")].number_format == "dd/mm/yyyy"


def test_header_stays_in_sight(book: Workbook, dataset: Dataset) -> None:
    assert book[dataset.sheet_vi].freeze_panes == "D2"


def test_template_says_which_version_it_is(book: Workbook) -> None:
    mark = f"{','.join(DATASETS)}|{current_version()}|{PERIOD}"
    name = book.defined_names[TEMPLATE_MARK]
    assert (name.value, name.hidden) == (f'"{mark}"', True)
    assert book.custom_doc_props[TEMPLATE_MARK].value == mark


def test_a_changed_column_needs_a_new_version() -> None:
    """Else schools would be told that a template is current that lacks a column. See docs/adding.md."""
    *earlier, current = template_versions()
    assert current.columns == fingerprint(), "the columns have changed: add a line to template_versions.csv"
    assert current.accepted_until is None
    assert all(version.accepted_until for version in earlier)


def test_a_ward_is_offered_from_its_province(book: Workbook) -> None:
    sheet = book["Trường"]
    ward, province = column_of(sheet, "Phường/xã"), column_of(sheet, "Tỉnh/thành phố")
    [rule] = [rule for rule in sheet.data_validations.dataValidation if f"{ward}2" in rule.sqref]
    assert f"MATCH(${province}2,DM_ward_parent,0)" in str(rule.formula1)
    # The part of the list that OFFSET takes must be all wards of the province and no other.
    parents, wards = named_range(book, "DM_ward_parent"), named_range(book, "DM_ward")
    first, number = parents.index("Thành phố Huế"), parents.count("Thành phố Huế")
    assert set(parents[first : first + number]) == {"Thành phố Huế"}
    assert number == 40 and "Phường Thuận Hóa" in wards[first : first + number]
    assert set(parents) <= set(named_range(book, "DM_province"))


def test_the_structure_is_protected_and_the_cells_are_free(book: Workbook, dataset: Dataset) -> None:
    assert book.security and book.security.lockStructure
    sheet = book[dataset.sheet_vi]
    assert not sheet.protection.sheet
    guards = [rule for rule in sheet.data_validations.dataValidation if "A1" in rule.sqref]
    assert [(guard.formula1, guard.errorStyle) for guard in guards] == [("FALSE", "stop")]


def test_blank_required_cells_are_coloured(book: Workbook, dataset: Dataset) -> None:
    sheet = book[dataset.sheet_vi]
    required = sum(field.required == "yes" for field in template_columns(dataset))
    [coloured] = sheet.conditional_formatting
    assert range_boundaries(str(coloured.sqref))[:3] == (1, 2, required)
    [rule] = coloured.rules
    assert 'A2=""' in rule.formula[0] and "COUNTA($A2:" in rule.formula[0]


def test_text_never_becomes_a_formula() -> None:
    sheet = Workbook().active
    assert isinstance(sheet, Worksheet)
    assert put(sheet, 1, 1, '=HYPERLINK("x")').data_type == "s"


def test_english_template(tmp_path: Path) -> None:
    path = tmp_path / "student.xlsx"
    write_template(["student"], path, PERIOD, language="en")
    book = load_workbook(path)
    assert book.sheetnames == ["Guide", "Học sinh", "Code lists"]
    assert "Full name (*)" in headers(book["Học sinh"])


def test_unknown_dataset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="pupils"):
        write_template(["pupils"], tmp_path / "pupils.xlsx", PERIOD)


def test_all_datasets_are_written_within_three_seconds(tmp_path: Path) -> None:
    begin = time.process_time()
    write_template(DATASETS, tmp_path / "all.xlsx", PERIOD)
    assert time.process_time() - begin < 3
