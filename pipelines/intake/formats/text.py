"""Text files (.csv, .tsv, .txt): one sheet each, in UTF-8 or, by its byte order mark, UTF-16."""

import codecs
import csv
import io
from collections.abc import Callable, Sequence
from itertools import islice, zip_longest

import pyarrow as pa

from pipelines.intake.arrays import Texts
from pipelines.intake.formats.sheet import (
    RawSheet,
    RefusedFileError,
    check_extent,
    column_letter,
    without_empty_texts,
)

_DELIMITERS = (",", ";", "\t", "|")
# Characters in which the delimiter is looked for, and rows turned into Arrow at once.
_SAMPLE = 1 << 16
_ROWS_AT_ONCE = 10_000

Head = list[tuple[str | None, ...]]


def read_text(content: bytes, name: str, head_rows: int, score: Callable[[Head], int]) -> RawSheet:
    """Read a text file. Records count as rows, as in Excel, also where a quoted cell holds line breaks.

    ``score`` says how much of a header is recognised among the first ``head_rows`` rows: it decides the delimiter,
    which is then held for the whole file.

    Raises RefusedFileError (FIL006, FIL013 for broken quotes, FIL020 for an unknown encoding).
    """
    text = _decode(content)
    delimiter = _delimiter(text, head_rows, score)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    chunks: list[list[Texts]] = []
    field_counts: list[int] = []
    try:
        while rows := list(islice(reader, _ROWS_AT_ONCE)):
            counts = [len(row) for row in rows]
            field_counts += counts
            check_extent(len(field_counts), max(counts))
            chunks.append([pa.array(column, pa.string()) for column in zip_longest(*rows)])
    except csv.Error as error:
        raise RefusedFileError("FIL013", sheet=name, list=f"{len(field_counts) + 1}:{reader.line_num}") from error
    columns = without_empty_texts(_columns(chunks))
    return RawSheet(name, columns, [column_letter(i) for i in range(len(columns))], field_counts=field_counts)


def _decode(content: bytes) -> str:
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedFileError("FIL020") from error


def _delimiter(text: str, head_rows: int, score: Callable[[Head], int]) -> str:
    """The delimiter with which most of a header is recognised; where none is, the one that makes the widest rows."""

    def merit(delimiter: str) -> tuple[int, int]:
        rows = list(islice(csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=delimiter), head_rows))
        width = max(map(len, rows), default=0)
        return score([tuple(cell or None for cell in row) + (None,) * (width - len(row)) for row in rows]), width

    return max(_DELIMITERS, key=merit)


def _columns(chunks: Sequence[Sequence[Texts]]) -> list[Texts]:
    width = max(map(len, chunks), default=0)
    return [
        pa.concat_arrays([c[i] if i < len(c) else pa.nulls(len(c[0]) if c else 0, pa.string()) for c in chunks])
        for i in range(width)
    ]
