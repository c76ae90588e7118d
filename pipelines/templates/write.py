"""Writing a template: a guide, one sheet a dataset, and the code lists that its dropdowns read."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.periods import Period
from pipelines.templates.cells import FILLS, FONT, put
from pipelines.templates.columns import choices, example, header, requirement, template_columns, type_words
from pipelines.templates.dropdowns import dropdown, dropdown_formula, write_lists
from pipelines.templates.guide import write_guide
from pipelines.templates.previous import Row
from pipelines.templates.rows import number_format, write_rows
from pipelines.texts import Texts
from schemas.catalogue import Catalogue, load_catalogue
from schemas.model import Dataset, Field, Language
from schemas.templates import TEMPLATE_MARK, current_version

_TEXTS = Path(__file__).with_name("texts.csv")

_EDGE = Side(style="thin", color="A6A6A6")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_HEADER_HEIGHT = 48  # points: three lines
_WIDTHS = (12, 30)  # characters, narrowest and widest column
_NOTE_WIDTH = 320  # pixels
# Dropdowns reach so far down; the largest schools have some 4,000 learners.
_LAST_ROW = 10_000
_MISSING = "FF7C80"
_FROZEN_COLUMNS = 3


def write_template(
    datasets: Sequence[str],
    path: Path,
    period: Period,
    *,
    language: Language = "vi",
    rows: Mapping[str, Sequence[Row]] = MappingProxyType({}),
) -> None:
    """Write a workbook for some datasets of the catalogue; raises KeyError for a name that is none.

    Columns, code lists and places are those in force at the census date of ``period``. The workbook carries its datasets,
    the version of the template and the period as a document property and as a hidden name. ``rows``, typed and by
    dataset, with codes in force, are filled in in advance.
    """
    catalogue = load_catalogue().in_force(period.census_date)
    texts = Texts(_TEXTS, language)
    chosen = [catalogue.datasets[name] for name in datasets]
    mark = f"{','.join(datasets)}|{current_version()}|{period}"
    book = Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)
    write_guide(guide, catalogue, chosen, period, texts)
    for dataset in chosen:
        sheet = book.create_sheet(dataset.sheet_vi)
        _write_dataset(sheet, catalogue, dataset, period, texts)
        write_rows(sheet, catalogue, dataset, rows.get(dataset.name, ()), texts)
    write_lists(book, catalogue, chosen, texts)
    properties = book.custom_doc_props  # type: ignore[attr-defined]  # unknown to the stubs
    properties.append(StringProperty(name=TEMPLATE_MARK, value=mark))
    book.defined_names[TEMPLATE_MARK] = DefinedName(TEMPLATE_MARK, attr_text=f'"{mark}"', hidden=True)
    # Sheets cannot be renamed or removed. Their cells are not locked: a cell pasted from elsewhere would bring its lock
    # along, and the clerk could not correct it.
    book.security = WorkbookProtection(lockStructure=True)
    book.active = 1
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def _write_dataset(sheet: Worksheet, catalogue: Catalogue, dataset: Dataset, period: Period, texts: Texts) -> None:
    columns = template_columns(dataset)
    letters = {field.name: get_column_letter(number) for number, field in enumerate(columns, 1)}
    dropdowns: dict[str, DataValidation] = {}
    for number, field in enumerate(columns, 1):
        letter = letters[field.name]
        title = header(field, texts)
        cell = put(sheet, 1, number, title)
        cell.font = Font(name=FONT, bold=True)
        cell.fill = PatternFill("solid", start_color=FILLS[field.required])
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        cell.border = _BORDER
        cell.comment = _note(catalogue, dataset, field, period, texts)
        column = sheet.column_dimensions[letter]
        column.width = _width(catalogue, title, field)
        column.number_format = number_format(field)
        if formula := dropdown_formula(catalogue, field, letters, 2, texts):
            dropdowns.setdefault(formula, dropdown(formula, texts)).add(f"{letter}2:{letter}{_LAST_ROW}")
    last = get_column_letter(len(columns))
    for validation in (*dropdowns.values(), _fixed_header(f"A1:{last}1", texts)):
        sheet.add_data_validation(validation)
    required = sum(field.required == "yes" for field in columns)
    _show_missing(sheet, f"A2:{get_column_letter(required)}{_LAST_ROW}", last)
    sheet.row_dimensions[1].height = _HEADER_HEIGHT
    sheet.freeze_panes = f"{get_column_letter(_FROZEN_COLUMNS + 1)}2"
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = "1:1"


def _fixed_header(cells: str, texts: Texts) -> DataValidation:
    """Refuses to let a header be typed over."""
    guard = DataValidation(
        type="custom",
        formula1="FALSE",
        showErrorMessage=True,
        errorStyle="stop",
        errorTitle=texts("header_title"),
        error=texts("header_fixed"),
    )
    guard.add(cells)
    return guard


def _show_missing(sheet: Worksheet, cells: str, last: str) -> None:
    """Colour the required cells that are blank in rows where anything is filled in; required columns stand first."""
    is_missing = f'AND(COUNTA($A2:${last}2)>0,A2="")'
    look = DifferentialStyle(fill=PatternFill("solid", bgColor=_MISSING))
    missing = Rule(type="expression", formula=[is_missing], dxf=look)
    sheet.conditional_formatting.add(cells, missing)


def _note(catalogue: Catalogue, dataset: Dataset, field: Field, period: Period, texts: Texts) -> Comment:
    lines = [field.label(texts.language), requirement(dataset, field, texts)]
    lines.append(texts("note_type", type=type_words(field, texts)))
    if field.unit:
        lines.append(texts("note_unit", unit=texts(f"unit_{field.unit}")))
    if shown := example(catalogue, field, period.school_year):
        lines.append(texts("note_example", example=shown))
    if texts.language == "en" and field.note_en:
        lines.append(field.note_en)
    # 45 characters and 17 pixels a line in the notes' usual font.
    height = 17 * sum(1 + len(line) // 45 for line in lines) + 12
    return Comment("\n".join(lines), "csdl", width=_NOTE_WIDTH, height=height)


def _width(catalogue: Catalogue, title: str, field: Field) -> int:
    narrowest, widest = _WIDTHS
    labels = choices(catalogue, field.code_list) if field.code_list else ()
    needed = max((len(choice.label) for choice in labels), default=0)
    if field.name.endswith(("_name", "_address", "email")):
        needed = widest
    # A header may take two lines.
    return min(max(narrowest, len(title) // 2 + 4, needed + 3), widest)
