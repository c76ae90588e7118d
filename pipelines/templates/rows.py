"""Rows that a template holds from the start."""

from collections.abc import Callable, Sequence
from datetime import date

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.templates.cells import put
from pipelines.templates.columns import choices, template_columns
from pipelines.templates.previous import Row
from pipelines.texts import Texts
from schemas.catalogue import Catalogue
from schemas.model import Dataset, Field

# Excel turns "001" into 1 unless the cell is text.
_FORMATS = {"integer": "0", "decimal": "General", "year": "0", "date": "dd/mm/yyyy"}


def number_format(field: Field) -> str:
    return _FORMATS.get(field.type, "@")


def write_rows(sheet: Worksheet, catalogue: Catalogue, dataset: Dataset, rows: Sequence[Row], texts: Texts) -> None:
    """Write typed rows below the header, as a clerk would: labels for codes, dates as dates."""
    for number, field in enumerate(template_columns(dataset), 1):
        shown = _shown(catalogue, field, texts)
        for index, row in enumerate(rows, 2):
            value = row.get(field.name)
            if value is None and field.allows_partial_date:
                value = row.get(f"{field.name}_partial")
            if value is not None:
                _put(sheet, index, number, shown(value)).number_format = number_format(field)


def _put(sheet: Worksheet, row: int, column: int, value: object) -> Cell:
    if isinstance(value, str):
        return put(sheet, row, column, value)
    assert isinstance(value, int | float | date)
    cell = sheet.cell(row, column, value)
    assert isinstance(cell, Cell)
    return cell


def _shown(catalogue: Catalogue, field: Field, texts: Texts) -> Callable[[object], object]:
    """What a cell says for a typed value; codes are those in force."""
    if field.type == "boolean":
        return lambda value: texts("yes" if value else "no")
    if field.code_list:
        labels = {choice.code: choice.label for choice in choices(catalogue, field.code_list)}
        return lambda code: labels[str(code)]
    return lambda value: value
