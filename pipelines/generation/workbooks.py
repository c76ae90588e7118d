"""Sheets as .xlsx files, the same bytes for the same content."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]  # the package has no stubs
from xlsxwriter.format import Format  # type: ignore[import-untyped]  # the package has no stubs
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # the package has no stubs

from pipelines.generation.sheets import INDEX_HEADER, Sheet
from pipelines.generation.styles import Cell

# xlsxwriter would put the time of writing into the file.
_CREATED = datetime(2025, 1, 1)
_DAY_ZERO = date(1899, 12, 30).toordinal()


def write_workbooks(folder: Path, sheets: Sequence[Sheet]) -> list[Path]:
    """Writes the files of one submission; sheets of one file stand side by side in ``sheets``."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for file, members in groupby(sheets, key=lambda sheet: sheet.file):
        path = folder / file
        with _undisturbed(), xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
            book.set_properties({"created": _CREATED})
            bold = book.add_format({"bold": True})
            day = book.add_format({"num_format": "dd/mm/yyyy"})
            for sheet in members:
                _write_sheet(book.add_worksheet(sheet.name), sheet, bold, day)
        paths.append(path)
    return paths


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No garbage collection meanwhile: among so many small objects the collector took a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _write_sheet(page: Worksheet, sheet: Sheet, bold: Format, day: Format) -> None:
    for row, title in enumerate(sheet.titles):
        page.write_string(row, 0, title)
    top = sheet.header_row - 1
    headers = ([INDEX_HEADER] if sheet.has_index else []) + list(sheet.grid.headers.values())
    for column, header in enumerate(headers):
        page.write_string(top, column, header, bold)
    count = sheet.stop - sheet.start
    if sheet.has_index:
        for number in range(1, count + 1):
            page.write_number(top + number, 0, number)
    for column, cells in enumerate(sheet.grid.cells.values(), start=int(sheet.has_index)):
        _write_column(page, top + 1, column, cells[sheet.start : sheet.stop], day)
    for row, footer in enumerate(sheet.footers, start=top + count + 1):
        if footer:
            page.write_string(row, 0, footer)
    for touch in sheet.touches:
        touch(page, sheet)


def _write_column(page: Worksheet, top: int, column: int, cells: Sequence[Cell], day: Format) -> None:
    string, number = page.write_string, page.write_number
    for row, cell in enumerate(cells, start=top):
        if cell is None:
            continue
        if isinstance(cell, str):
            string(row, column, cell)
        elif isinstance(cell, date):
            number(row, column, cell.toordinal() - _DAY_ZERO, day)
        else:
            number(row, column, cell)
