"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods), read by calamine."""

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import fastexcel
import pyarrow as pa

from pipelines.intake.formats.notes import SheetNotes
from pipelines.intake.formats.sheet import (
    CellError,
    Merge,
    RawSheet,
    RefusedFileError,
    check_extent,
    column_letter,
    without_empty_texts,
)
from pipelines.intake.limits import FILE_SHEETS

_NOTHING = SheetNotes()
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
            try:
                # One row as a sample, as there are no types to guess: all cells are text.
                sheet = workbook.load_sheet(
                    position, header_row=None, skip_rows=0, dtypes="string", schema_sample_rows=1
                )
            except fastexcel.FastExcelError:
                if _is_chart(content, position):
                    continue
                raise
            is_hidden = sheet.visible != "visible"
            if sheet.width:
                if not is_hidden:
                    check_extent(sheet.height, sheet.width)
                raw = _raw_sheet(name, sheet, notes.get(name, _NOTHING))
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


def _raw_sheet(name: str, sheet: fastexcel.ExcelSheet, notes: SheetNotes) -> RawSheet:
    batch, errors = sheet.to_arrow_with_errors()
    places = [column.absolute_index for column in sheet.available_columns()]
    raw = RawSheet(name, without_empty_texts(batch.columns), [column_letter(place) for place in places])
    cells = [_cell_error(error) for error in errors.errors] if errors else []
    if notes is not _NOTHING:
        positions = {place: position for position, place in enumerate(places)}
        cells += [
            CellError(row, positions[column], text, _shown(text))
            for row, column, text in notes.lost
            if column in positions
        ]
        raw = replace(
            raw,
            hidden_rows=notes.hidden_rows,
            hidden_columns=[positions[column] for column in notes.hidden_columns if column in positions],
            merges=list(_placed(notes.merges, places)),
        )
    return _with_errors(raw, cells) if cells else raw


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
