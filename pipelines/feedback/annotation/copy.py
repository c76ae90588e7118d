"""A workbook of texts for files that are none (.xls, .ods, .csv, …), to be annotated in their place."""

import io
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

import xlsxwriter  # type: ignore[import-untyped]  # the package has no stubs

from pipelines.feedback.annotation.places import column_number, sheet_name
from pipelines.intake.formats.notes import notes_of_ods
from pipelines.intake.formats.sheet import RawSheet, RefusedFileError, column_letter
from pipelines.intake.formats.text import read_text
from pipelines.intake.formats.workbook import read_workbook
from pipelines.intake.headers import dataset_headers
from pipelines.intake.layout import HEAD_ROWS, LayoutFinder
from pipelines.intake.package import DAMAGE, Package, inspect
from schemas.catalogue import load_catalogue

Rows = Iterable[Sequence[str | None]]

# Characters.
_WIDTHS = (8, 40)
_LONGEST_TEXT = 32_767


def copy_of(name: str, content: bytes) -> bytes:
    """The cells of a file of any kind that intake reads, as texts at the places where they stand, in an .xlsx workbook.

    Sheets keep their names as far as Excel allows; hidden ones and looks are lost. A text file is one sheet that has
    its name; a member of an archive is ``archive.zip!member.csv``. Raises RefusedFileError.
    """
    display_name = name.rpartition("!")[2]
    package = inspect(display_name, content)
    try:
        sheets = list(_sheets(package, PurePosixPath(display_name).stem))
    except DAMAGE as error:
        raise RefusedFileError("FIL002") from error
    return as_workbook([(raw.name, _rows(raw)) for raw in sheets])


def as_workbook(sheets: Sequence[tuple[str, Rows]]) -> bytes:
    """An .xlsx workbook of texts; all cells have the format of text, so that codes keep their zeros when mended."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    text = book.add_format({"num_format": "@"})
    taken: set[str] = set()
    for wanted, rows in sheets:
        name = sheet_name(wanted, taken)
        taken.add(name.lower())
        sheet = book.add_worksheet(name)
        widths: dict[int, int] = {}
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if cell:
                    sheet.write_string(i, j, cell[:_LONGEST_TEXT])
                    widths[j] = max(widths.get(j, 0), len(cell))
        narrowest, widest = _WIDTHS
        for column, width in widths.items():
            sheet.set_column(column, column, min(max(narrowest, width + 2), widest), text)
    book.close()
    return memory.getvalue()


def _sheets(package: Package, stem: str) -> Iterable[RawSheet]:
    if package.kind == "text":
        finder = LayoutFinder(dataset_headers(load_catalogue()))
        return [read_text(package.content, stem, HEAD_ROWS, finder.recognised)]
    notes = notes_of_ods(package.archive) if package.kind == "ods" and package.archive else {}
    return (raw for raw in read_workbook(package.content, notes) if not raw.is_hidden)


def _rows(raw: RawSheet) -> Rows:
    """The cells from column A on: empty columns are not among those of a sheet."""
    positions = {letter: position for position, letter in enumerate(raw.letters)}
    last = max((column_number(letter) or 0 for letter in raw.letters), default=0)
    empty = [None] * raw.height
    columns = [
        raw.columns[positions[letter]].to_pylist() if letter in positions else empty
        for letter in map(column_letter, range(last))
    ]
    return zip(*columns, strict=True)
