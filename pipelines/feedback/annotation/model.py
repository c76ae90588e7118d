"""What is marked in a workbook, and what its first sheet shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "query"]
# Who comments, and the line above what is said in a comment, which may be one of the school.
AUTHOR = "csdl"
MARK = "[csdl]"

ResultStyle = Literal["title", "heading", "text", "number", "error", "query", "note", "link"]


@dataclass(frozen=True, slots=True)
class CellFinding:
    """A finding at a place of a sheet: a cell, a row or the sheet; ``fix`` says how to mend it."""

    sheet: str
    # From 1, as Excel shows it.
    excel_row: int | None
    # Letters.
    excel_column: str | None
    severity: Severity
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class ResultCell:
    """One cell of the first sheet; ``link`` leads to a cell of a sheet: ``("Lớp 6A", "C5")``."""

    value: str | int | None
    style: ResultStyle = "text"
    link: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ResultSheet:
    """The first sheet: its name, the widths of its columns in characters, its rows from the top."""

    title: str
    column_widths: Sequence[float]
    rows: Sequence[Sequence[ResultCell]]
