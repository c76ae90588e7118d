"""Writing a template: a guide, one sheet a dataset, and the code lists that its dropdowns read."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.templates.cells import FILLS, FONT, put
from pipelines.templates.columns import (
    choices,
    example,
    header,
    list_title,
    parent_list,
    requirement,
    template_columns,
    type_words,
)
from pipelines.templates.guide import write_guide
from pipelines.texts import Texts
from schemas.catalogue import Dataset, Field, Language, load_catalogue

VERSION_MARK = "csdl_template"

_TEXTS = Path(__file__).with_name("texts.csv")

_EDGE = Side(style="thin", color="A6A6A6")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_HEADER_HEIGHT = 48  # points: three lines
_WIDTHS = (12, 30)  # characters, narrowest and widest column
_NOTE_WIDTH = 320  # pixels
# Dropdowns reach so far down; the largest schools have some 4,000 learners.
_LAST_ROW = 10_000
# Excel turns "001" into 1 unless the cell is text.
_FORMATS = {"integer": "0", "decimal": "General", "year": "0", "date": "dd/mm/yyyy"}
_FROZEN_COLUMNS = 3


def write_template(datasets: Sequence[str], path: Path, *, language: Language = "vi") -> None:
    """Write an empty workbook for some datasets of the catalogue; raises KeyError for a name that is none.

    The workbook carries its datasets and the version of the catalogue as a document property and as a hidden name.
    """
    catalogue = load_catalogue()
    texts = Texts(_TEXTS, language)
    chosen = [catalogue.datasets[name] for name in datasets]
    mark = f"{','.join(datasets)}|{catalogue.version}"
    book = Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)
    write_guide(guide, chosen, catalogue.version, texts)
    for dataset in chosen:
        _write_dataset(book.create_sheet(dataset.sheet_vi), dataset, texts)
    _write_lists(book, chosen, texts)
    properties = book.custom_doc_props  # type: ignore[attr-defined]  # unknown to the stubs
    properties.append(StringProperty(name=VERSION_MARK, value=mark))
    book.defined_names[VERSION_MARK] = DefinedName(VERSION_MARK, attr_text=f'"{mark}"', hidden=True)
    book.active = 1
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def _write_dataset(sheet: Worksheet, dataset: Dataset, texts: Texts) -> None:
    dropdowns: dict[str, DataValidation] = {}
    for number, field in enumerate(template_columns(dataset), 1):
        letter = get_column_letter(number)
        title = header(field, texts)
        cell = put(sheet, 1, number, title)
        cell.font = Font(name=FONT, bold=True)
        cell.fill = PatternFill("solid", start_color=FILLS[field.required])
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        cell.border = _BORDER
        cell.comment = _note(dataset, field, texts)
        column = sheet.column_dimensions[letter]
        column.width = _width(title, field)
        column.number_format = _FORMATS.get(field.type, "@")
        if formula := _dropdown(field, texts):
            dropdown = dropdowns.setdefault(formula, _validation(formula, texts))
            dropdown.add(f"{letter}2:{letter}{_LAST_ROW}")
    for dropdown in dropdowns.values():
        sheet.add_data_validation(dropdown)
    sheet.row_dimensions[1].height = _HEADER_HEIGHT
    sheet.freeze_panes = f"{get_column_letter(_FROZEN_COLUMNS + 1)}2"
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = "1:1"


def _note(dataset: Dataset, field: Field, texts: Texts) -> Comment:
    lines = [field.label(texts.language), requirement(dataset, field, texts)]
    lines.append(texts("note_type", type=type_words(field, texts)))
    if field.unit:
        lines.append(texts("note_unit", unit=texts(f"unit_{field.unit}")))
    if shown := example(field):
        lines.append(texts("note_example", example=shown))
    if texts.language == "en" and field.note_en:
        lines.append(field.note_en)
    # 45 characters and 17 pixels a line in the notes' usual font.
    height = 17 * sum(1 + len(line) // 45 for line in lines) + 12
    return Comment("\n".join(lines), "csdl", width=_NOTE_WIDTH, height=height)


def _width(title: str, field: Field) -> int:
    narrowest, widest = _WIDTHS
    needed = max((len(choice.label) for choice in choices(field.code_list)), default=0) if field.code_list else 0
    if field.name.endswith(("_name", "_address", "email")):
        needed = widest
    # A header may take two lines.
    return min(max(narrowest, len(title) // 2 + 4, needed + 3), widest)


def _dropdown(field: Field, texts: Texts) -> str:
    if field.type == "boolean":
        return f'"{texts("yes")},{texts("no")}"'
    return f"={_range_name(field.code_list)}" if field.code_list else ""


def _validation(formula: str, texts: Texts) -> DataValidation:
    """A dropdown that warns and lets pass: codes and synonyms are read as well as labels."""
    return DataValidation(
        type="list",
        formula1=formula,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle=texts("warning_title"),
        error=texts("warning"),
    )


def _range_name(code_list: str) -> str:
    return f"DM_{code_list}"


def _write_lists(book: Workbook, datasets: Sequence[Dataset], texts: Texts) -> None:
    """One column a list, under a name that the dropdowns use, and beside it the parents where codes have one."""
    name = texts("lists_sheet")
    sheet = book.create_sheet(name)
    used = dict.fromkeys(f.code_list for d in datasets for f in template_columns(d) if f.code_list)
    number = 0
    for code_list in used:
        number += 1
        listed = choices(code_list)
        titles = [texts("list_title", label=list_title(code_list, texts))]
        columns = [[choice.label for choice in listed]]
        if parents := parent_list(code_list):
            titles.append(texts("list_parent", label=list_title(parents, texts)))
            columns.append([choice.parent for choice in listed])
        letter = get_column_letter(number)
        reference = f"'{name}'!${letter}$2:${letter}${len(listed) + 1}"
        book.defined_names[_range_name(code_list)] = DefinedName(_range_name(code_list), attr_text=reference)
        for offset, (title, labels) in enumerate(zip(titles, columns, strict=True)):
            put(sheet, 1, number + offset, title).font = Font(name=FONT, bold=True)
            for row, label in enumerate(labels, 2):
                put(sheet, row, number + offset, label)
            widest = max(len(label) for label in [title, *labels])
            sheet.column_dimensions[get_column_letter(number + offset)].width = min(widest + 2, 50)
        number += len(columns) - 1
    sheet.freeze_panes = "A2"
