"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods), read by calamine."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import fastexcel
import pyarrow as pa

from pipelines.intake.formats.formulas import Place
from pipelines.intake.formats.sheet import (
    CellError,
    RawSheet,
    RefusedFileError,
    check_extent,
    column_letter,
    without_empty_texts,
)
from pipelines.intake.limits import FILE_SHEETS

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


def read_workbook(content: bytes, lost: Mapping[str, Sequence[Place]]) -> Iterator[RawSheet]:
    """The visible sheets that hold anything; ``lost`` are cells by sheet name that calamine would show as empty.

    Raises RefusedFileError (FIL002, FIL006).
    """
    try:
        workbook = fastexcel.read_excel(content)
        names = workbook.sheet_names
        if len(names) > FILE_SHEETS:
            raise RefusedFileError("FIL006", found=f"{len(names)} sheets", limit=f"{FILE_SHEETS} sheets")
        for position, name in enumerate(names):
            # One row as a sample, as there are no types to guess: all cells are text.
            sheet = workbook.load_sheet(position, header_row=None, skip_rows=0, dtypes="string", schema_sample_rows=1)
            if sheet.visible == "visible" and sheet.width:
                check_extent(sheet.height, sheet.width)
                yield _raw_sheet(name, sheet, lost.get(name, ()))
    except fastexcel.FastExcelError as error:
        raise RefusedFileError("FIL002") from error


def _raw_sheet(name: str, sheet: fastexcel.ExcelSheet, lost: Sequence[Place]) -> RawSheet:
    batch, errors = sheet.to_arrow_with_errors()
    places = [column.absolute_index for column in sheet.available_columns()]
    raw = RawSheet(name, without_empty_texts(batch.columns), [column_letter(place) for place in places])
    cells = [_cell_error(error) for error in errors.errors] if errors else []
    cells += [
        CellError(row, places.index(column), text, _shown(text)) for row, column, text in lost if column in places
    ]
    return _with_errors(raw, cells) if cells else raw


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
