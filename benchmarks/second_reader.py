"""What another reader finds in a file, to tell what ours loses without a word."""

import io
import re
import signal
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.intake.formats.sheet import RawSheet, column_letter

_SECONDS = 20
_WORD = re.compile(r"\w+")
# A sheet, a row and a column of the sheet; or a word of a text file, which no dialect can cut in two.
Place = tuple[str, ...]


class UnreadableError(Exception):
    """The second reader does not open the file either, or not in time."""


def places_by_other(name: str, content: bytes) -> Counter[Place]:
    """The places that are not empty: cells of the visible sheets by openpyxl, words of a text file by Python.

    Raises UnreadableError, also for the kinds of files that have no second reader.
    """
    suffix = PurePosixPath(name.lower()).suffix
    try:
        with _in_time():
            if content.startswith(b"PK") and suffix in (".xlsx", ".xlsm"):
                return Counter(_cells(content))
            if suffix in (".csv", ".tsv", ".txt"):
                return Counter((word,) for word in _WORD.findall(content.decode("utf-8-sig")))
    except Exception as error:
        raise UnreadableError(name) from error
    raise UnreadableError(name)


def places_by_us(sheets: Iterable[RawSheet], *, is_text: bool) -> Counter[Place]:
    found: Counter[Place] = Counter()
    for sheet in sheets:
        for letter, column in zip(sheet.letters, sheet.columns, strict=True):
            for row, text in enumerate(column.to_pylist(), 1):
                if text is None:
                    continue
                found.update([(word,) for word in _WORD.findall(text)] if is_text else [(sheet.name, f"{letter}{row}")])
    return found


def _cells(content: bytes) -> Iterator[Place]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            yield from _cells_of_sheet(sheet)


def _cells_of_sheet(sheet: Worksheet) -> Iterator[Place]:
    for (row, column), cell in sheet._cells.items():
        # White space alone is as good as nothing.
        if cell.value is not None and str(cell.value).strip():
            yield sheet.title, f"{column_letter(column - 1)}{row}"


@contextmanager
def _in_time() -> Iterator[None]:
    def too_late(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, too_late)
    signal.alarm(_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
