"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods), read by calamine."""

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import fastexcel
import numpy as np
import pyarrow as pa

from pipelines.intake.formats.notes import SheetNotes
from pipelines.intake.formats.sheet import (
    CellError,
    Merge,
    RawSheet,
    RefusedFileError,
    column_letter,
    is_too_large,
    without_blank_end,
)
from pipelines.intake.limits import FILE_SHEETS, SHEET_COLUMNS, SHEET_ROWS

_NOTHING = SheetNotes()
# One row as a sample, as there are no types to guess.
_AS_TEXT: dict[str, Any] = {"header_row": None, "skip_rows": 0, "dtypes": "string", "schema_sample_rows": 1}
# calamine's names of the error values.
_ERROR_NAME = re.compile(r"Error\((\w+)\)")
_ERROR_TEXTS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}


def read_workbook(content: bytes, notes: Mapping[str, SheetNotes]) -> Iterator[RawSheet]:
    """The sheets that hold anything, hidden ones too; ``notes`` say by sheet name what calamine does not tell.

    Raises RefusedFileError (FIL002, FIL006).
    """
    try:
        workbook = fastexcel.read_excel(content)
        names = workbook.sheet_names
        if len(names) > FILE_SHEETS:
            raise RefusedFileError("FIL006", found=f"{len(names)} sheets", limit=f"{FILE_SHEETS} sheets")
        for position, name in enumerate(names):
            its = notes.get(name, _NOTHING)
            if plain := _plain_sheet(workbook, position, its):
                yield plain
                continue
            try:
                sheet = workbook.load_sheet(position, **_AS_TEXT)
            except fastexcel.FastExcelError:
                if _is_chart(content, position):
                    continue
                raise
            is_hidden = sheet.visible != "visible"
            if sheet.width:
                batch, errors = sheet.to_arrow_with_errors()
                places = [column.absolute_index for column in sheet.available_columns()]
                cells = [_cell_error(error) for error in errors.errors] if errors else []
                raw = _raw_sheet(name, batch, places, its).without_empty_texts()
                raw = _with_errors(raw, [*cells, *_lost(its, places)])
                if not is_hidden and is_too_large(sheet.height, sheet.width):
                    raw = without_blank_end(raw)
                yield replace(raw, is_hidden=True) if is_hidden else raw
    except fastexcel.FastExcelError as error:
        raise RefusedFileError("FIL002") from error


def _is_chart(content: bytes, position: int) -> bool:
    """Whether a sheet holds a chart and no cells: in .xlsb files it cannot be loaded."""
    import python_calamine  # so seldom needed that no reader waits for it

    try:
        sheets = python_calamine.load_workbook(io.BytesIO(content)).sheets_metadata
    except python_calamine.CalamineError:
        return False
    return sheets[position].typ == python_calamine.SheetTypeEnum.ChartSheet


def _plain_sheet(workbook: fastexcel.ExcelReader, position: int, notes: SheetNotes) -> RawSheet | None:
    """A sheet in a way that is faster by a tenth, as cells are not copied before they become Arrow's.

    None where it does not tell all: of sheets that are hidden or larger than is allowed, and where a cell gave no text.
    """
    if not notes.filled:
        return None
    places: list[int] = []

    def is_within_limits(column: Any) -> bool:
        places.append(column.absolute_index)
        return len(places) <= SHEET_COLUMNS

    batch = workbook.load_sheet(position, eager=True, use_columns=is_within_limits, n_rows=SHEET_ROWS + 1, **_AS_TEXT)
    if not places or batch.num_rows > SHEET_ROWS:
        return None
    raw = _raw_sheet(workbook.sheet_names[position], batch, places, notes)
    if np.count_nonzero(raw.is_filled) != notes.filled:
        return None
    return _with_errors(raw.without_empty_texts(), _lost(notes, places))


def _raw_sheet(name: str, batch: pa.RecordBatch, places: Sequence[int], notes: SheetNotes) -> RawSheet:
    """The sheet as it was read; ``places`` are the positions of the columns in the workbook's sheet."""
    hidden = set(notes.hidden_columns)
    return RawSheet(
        name=name,
        columns=batch.columns,
        letters=[column_letter(place) for place in places],
        hidden_rows=notes.hidden_rows,
        hidden_columns=[position for position, place in enumerate(places) if place in hidden],
        merges=list(_placed(notes.merges, places)),
    )


def _lost(notes: SheetNotes, places: Sequence[int]) -> list[CellError]:
    """The formulas without a value, by the positions of the columns that were read."""
    positions = {place: position for position, place in enumerate(places)} if notes.lost else {}
    return [CellError(row, positions[c], text, _shown(text)) for row, c, text in notes.lost if c in positions]


def _placed(merges: Sequence[Merge], places: Sequence[int]) -> Iterator[Merge]:
    """Merged ranges by the positions of the columns that were read, which follow each other."""
    first, width = places[0], len(places)
    for merge in merges:
        left, right = max(merge.left - first, 0), min(merge.right - first, width - 1)
        if left <= right:
            yield replace(merge, left=left, right=right)


def _cell_error(error: fastexcel.CellError) -> CellError:
    row, column = error.position
    name = _ERROR_NAME.search(error.detail)
    text = _ERROR_TEXTS.get(name[1] if name else "", "#VALUE!")
    return CellError(row, column, text, text)


def _shown(text: str) -> str:
    return "=…" if text.startswith("=") else text


def _with_errors(raw: RawSheet, cells: list[CellError]) -> RawSheet:
    """Let the cells say the error, so that they are not taken for blank ones."""
    if not cells:
        return raw
    by_column: dict[int, list[CellError]] = defaultdict(list)
    for cell in cells:
        if cell.row < raw.height:
            by_column[cell.column].append(cell)
    columns = list(raw.columns)
    for position, found in by_column.items():
        texts = columns[position].to_pylist()
        for cell in found:
            texts[cell.row] = cell.text
        columns[position] = pa.array(texts, pa.string())
    return replace(raw, columns=columns, errors=[cell for found in by_column.values() for cell in found])
