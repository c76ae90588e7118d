"""How much one file may hold (rules FIL001 and FIL006)."""

import zipfile
from collections.abc import Sequence

MIB = 1 << 20

FILE_SIZE = 50 * MIB
# Everything in a package or archive, unpacked.
UNPACKED_SIZE = 500 * MIB
# Of an entry that unpacks to more than 10 MiB.
UNPACKED_RATIO = 200
RATIO_MATTERS_FROM = 10 * MIB
ARCHIVE_ENTRIES = 200
SHEET_ROWS = 200_000
SHEET_COLUMNS = 512
# Ours, not the ministry's: sheet ids leave room for so many sheets a file (see read.py).
FILE_SHEETS = 1000


def excess_of(entries: Sequence[zipfile.ZipInfo]) -> tuple[str, str] | None:
    """What a ZIP directory announces beyond the limits, and the limit."""
    total = sum(e.file_size for e in entries)
    if total > UNPACKED_SIZE:
        return f"{total // MIB} MB", f"{UNPACKED_SIZE // MIB} MB"
    for entry in entries:
        if entry.file_size > RATIO_MATTERS_FROM and entry.file_size > UNPACKED_RATIO * entry.compress_size:
            return f"{entry.filename}: × {entry.file_size // max(entry.compress_size, 1)}", f"× {UNPACKED_RATIO}"
    return None


def is_encrypted(entry: zipfile.ZipInfo) -> bool:
    return bool(entry.flag_bits & 1)
