"""Workbooks that count days from 1904, as old Excel for Mac does.

Cells that are formatted as dates are read right anyway; a bare number under a date's header is not.
"""

import re
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta

import pyarrow as pa
from isal import isal_zlib

from pipelines.intake.arrays import Texts
from pipelines.intake.formats.notes import inflate
from pipelines.intake.formats.sheet import RefusedFileError
from pipelines.intake.package import DAMAGE

_WORKBOOK = "xl/workbook.xml"
_USES_1904 = re.compile(rb"""<(?:\w+:)?workbookPr\b[^>]*\bdate1904=["'](?:1|true)["']""")
_FIRST_DAY = date(1904, 1, 1)
_SERIAL = re.compile(r"(\d{1,5})(?:\.\d+)?")
_LAST_SERIAL = 60000
_YEARS = range(1900, 2100)


def counts_from_1904(content: bytes, package: zipfile.ZipFile) -> bool:
    """Whether an OOXML workbook says so. Raises RefusedFileError (FIL002), also where its checksum says that it is damaged."""
    entry = package.NameToInfo.get(_WORKBOOK)
    if entry is None:
        return False
    try:
        workbook = inflate(content, entry)
    except DAMAGE as error:
        raise RefusedFileError("FIL002") from error
    if isal_zlib.crc32(workbook) != entry.CRC:
        raise RefusedFileError("FIL002")
    return bool(_USES_1904.search(workbook))


def with_days(columns: Sequence[Texts], positions: Sequence[int]) -> list[Texts]:
    """The columns of a sheet with the bare numbers of days at some positions as dates (ISO); what can be a year stays."""
    days = list(columns)
    for position in positions:
        days[position] = pa.array([_day(cell) for cell in columns[position].to_pylist()], pa.string())
    return days


def _day(cell: str | None) -> str | None:
    match = _SERIAL.fullmatch(cell) if cell else None
    if not match or int(match[1]) in _YEARS or not 0 < int(match[1]) <= _LAST_SERIAL:
        return cell
    return (_FIRST_DAY + timedelta(int(match[1]))).isoformat()
