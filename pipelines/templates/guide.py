"""The guide of a template: how to fill it, and a table of every column."""

from collections.abc import Sequence

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.periods import Period
from pipelines.templates.cells import FILLS, FONT, put
from pipelines.templates.columns import example, header, parent_list, requirement, template_columns, type_words
from pipelines.texts import Texts
from schemas.catalogue import Catalogue
from schemas.model import Dataset
from schemas.templates import current_version

_LEGEND = {"yes": "legend_required", "conditional": "legend_conditional", "no": "legend_optional"}
_STEPS = 7
_WIDTHS = (16, 34, 56, 44, 34)
_LINE_HEIGHT = 15  # points
_LINE = Border(bottom=Side(style="hair", color="BFBFBF"))


def write_guide(
    sheet: Worksheet, catalogue: Catalogue, datasets: Sequence[Dataset], period: Period, texts: Texts
) -> None:
    sheet.title = texts("guide_sheet")
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    put(sheet, 1, 1, texts("guide_title")).font = Font(name=FONT, bold=True, size=16)
    version = texts("guide_version", period=period, version=current_version())
    put(sheet, 2, 1, version).font = Font(name=FONT, italic=True, color="7F7F7F")
    row = 4
    for required, key in _LEGEND.items():
        put(sheet, row, 1, texts(key)).fill = PatternFill("solid", start_color=FILLS[required])
        for column in range(2, len(_WIDTHS) + 1):
            sheet.cell(row, column).fill = PatternFill("solid", start_color=FILLS[required])
        row += 1
    row = _heading(sheet, row + 1, texts("steps_title"))
    for step in range(1, _STEPS + 1):
        put(sheet, row, 1, texts(f"step_{step}"))
        row += 1
    put(sheet, row, 1, texts(f"step_places_{parent_list(catalogue, 'ward')}"))
    row += 1
    row = _heading(sheet, row + 1, texts("sheets_title"))
    row = _table_head(sheet, row, [texts("head_sheet"), texts("head_columns"), texts("head_required")])
    for dataset in datasets:
        columns = template_columns(dataset)
        required = ", ".join(field.label(texts.language) for field in columns if field.required == "yes")
        _line(sheet, row, [dataset.sheet_vi, str(len(columns)), required])
        row += 1
    for dataset in datasets:
        row = _write_columns(sheet, row + 1, catalogue, dataset, period, texts)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write_columns(
    sheet: Worksheet, row: int, catalogue: Catalogue, dataset: Dataset, period: Period, texts: Texts
) -> int:
    row = _heading(sheet, row, texts("columns_title", sheet=dataset.sheet_vi))
    heads = ("head_place", "head_label", "head_when", "head_type", "head_example")
    row = _table_head(sheet, row, [texts(key) for key in heads])
    for number, field in enumerate(template_columns(dataset), 1):
        words = [
            get_column_letter(number),
            header(field, texts),
            requirement(dataset, field, texts),
            type_words(field, texts),
            example(catalogue, field, period.school_year),
        ]
        _line(sheet, row, words)
        sheet.cell(row, 2).fill = PatternFill("solid", start_color=FILLS[field.required])
        row += 1
    return row


def _heading(sheet: Worksheet, row: int, text: str) -> int:
    put(sheet, row, 1, text).font = Font(name=FONT, bold=True, size=13, color="1F4E78")
    return row + 1


def _table_head(sheet: Worksheet, row: int, texts: Sequence[str]) -> int:
    for column, text in enumerate(texts, 1):
        cell = put(sheet, row, column, text)
        cell.font = Font(name=FONT, bold=True)
        cell.border = _LINE
    return row + 1


def _line(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts, 1):
        cell = put(sheet, row, column, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = _LINE
    lines = max(1 + len(text) // width for text, width in zip(texts, _WIDTHS, strict=False))
    sheet.row_dimensions[row].height = _LINE_HEIGHT * lines
