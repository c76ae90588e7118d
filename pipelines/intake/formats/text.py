"""Text files (.csv, .tsv, .txt): one sheet each, in Unicode or an encoding from before it."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import islice, zip_longest

import pyarrow as pa

from pipelines.intake.arrays import Texts
from pipelines.intake.formats.sheet import RawSheet, RefusedFileError, check_extent, column_letter
from pipelines.intake.formats.unicode import unicode_codec
from pipelines.intake.headers import Row
from pipelines.intake.legacy.columns import all_to_unicode, to_unicode
from pipelines.intake.legacy.encodings import TWICE_UTF8, Encoding, as_windows_1252
from pipelines.intake.legacy.evidence import foreign_words, identify
from schemas.letters import is_syllable

_DELIMITERS = (",", ";", "\t", "|")
# Characters in which the delimiter is looked for, and rows turned into Arrow at once.
_SAMPLE = 1 << 16
_ROWS_AT_ONCE = 10_000
# ="079214000011", also quoted: a formula by which programs keep Excel from taking digits for a number.
_TEXT_AS_FORMULA = re.compile(r'(?<![^,;\t|\r\n])(?:="([^"\r\n]*)"|"=""([^"\r\n]*)""")(?![^,;\t|\r\n])')
# "Kh?i", "?ang": a letter that an encoding has not. In one row of so many cells.
_LOST_LETTER = re.compile(r"\?[^\W\d_]")
_LOST_CELLS = 3

Head = list[tuple[str | None, ...]]


def read_text(content: bytes, name: str, head_rows: int, score: Callable[[Head], int]) -> RawSheet:
    """Read a text file. Records count as rows, as in Excel, also where a quoted cell holds line breaks.

    ``score`` says how much of a header is recognised among the first ``head_rows`` rows: it decides the delimiter,
    which is then held for the whole file.

    Raises RefusedFileError (FIL006, FIL013 for broken quotes, FIL020 for an unknown encoding).
    """
    text, encoding = _decode(content)
    if '="' in text:
        text = _TEXT_AS_FORMULA.sub(r'"\1\2"', text)
    sample = text[:_SAMPLE]
    delimiter = _delimiter(encoding.decode(sample) if encoding else sample, head_rows, score)
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
        row = _broken_record(text, delimiter)
        raise RefusedFileError("FIL013", sheet=name, list=f'{row}:{row} (")') from error
    columns = _columns(chunks)
    letters = [column_letter(i) for i in range(len(columns))]
    raw = RawSheet(name, columns, letters, field_counts=field_counts).without_empty_texts()
    return all_to_unicode(raw, encoding) if encoding else to_unicode(raw)


def has_lost_letters(head: Iterable[Row]) -> bool:
    """Whether question marks stand in the place of letters, as in the plain CSV of Excel: "H? và tên", "Gi?i tính"."""
    return any(sum(bool(cell and _LOST_LETTER.search(cell)) for cell in row) >= _LOST_CELLS for row in head)


def _decode(content: bytes) -> tuple[str, Encoding | None]:
    """The text; where it is not Unicode, as Windows-1252 shows it, and the encoding that its words speak for."""
    codec = unicode_codec(content)
    try:
        return content.decode(codec), None
    except UnicodeDecodeError as error:
        seen = as_windows_1252(content)
        words = foreign_words([seen])
        encoding = identify(words)
        if codec.startswith("utf-16") or (encoding is None and not all(map(is_syllable, words))):
            raise RefusedFileError("FIL020") from error
        # A few damaged letters (FIL021) do not keep out the others.
        return (content.decode(codec, errors="replace"), None) if encoding is TWICE_UTF8 else (seen, encoding)


def _delimiter(sample: str, head_rows: int, score: Callable[[Head], int]) -> str:
    """The delimiter with which most of a header is recognised; where none is, the one that makes the widest rows."""

    def merit(delimiter: str) -> tuple[int, int]:
        rows = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), head_rows))
        width = max(map(len, rows), default=0)
        return score([tuple(cell or None for cell in row) + (None,) * (width - len(row)) for row in rows]), width

    return max(_DELIMITERS, key=merit)


def _broken_record(text: str, delimiter: str) -> int:
    """The record, from 1, with a quotation mark that is not closed, or is closed inside a cell."""
    records = 0
    with suppress(csv.Error):
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            records += 1
    return records + 1


def _columns(chunks: Sequence[Sequence[Texts]]) -> list[Texts]:
    width = max(map(len, chunks), default=0)
    return [
        pa.concat_arrays([c[i] if i < len(c) else pa.nulls(len(c[0]) if c else 0, pa.string()) for c in chunks])
        for i in range(width)
    ]
