"""How the cells of a template look, and writing text into them so that it stays text."""

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

FONT = "Calibri"
# Required, required under a condition, optional.
FILLS = {"yes": "F8CBAD", "conditional": "FFE699", "no": "DDEBF7"}


def put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a text; one that begins with ``=`` is no formula."""
    cell = sheet.cell(row, column, text)
    assert isinstance(cell, Cell)
    cell.data_type = "s"
    return cell
