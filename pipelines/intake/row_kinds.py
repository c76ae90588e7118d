"""Which rows below a header are data, and what the others are."""

import re
from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from pipelines.intake.arrays import Texts, are_true
from pipelines.intake.class_names import class_of_group
from pipelines.intake.footers import SIGNATURE, Footers
from pipelines.intake.formats.sheet import RawSheet
from pipelines.intake.headers import INDEX_FIELD, Column, DatasetHeaders, Status
from pipelines.intake.status_titles import STATUS, status_in_titles
from pipelines.intake.tables import Table
from pipelines.intake.titles import CLASS_FIELDS, lacks_class
from schemas.text import tidy_header

DATA = "data"
# Nothing but perhaps numbers, none of them in a recognised column.
BLANK = "blank"
NOTE = "note"
# The class or the status of the rows below.
GROUP = "group"
HEADER = "header"
# More of the record in the row above.
CONTINUATION = "continuation"

# "I", "II.", "A": by which the groups of a list are numbered whose records have figures.
_NUMERAL = re.compile(r"(?:[IVX]+|[A-H])[.)]?")
# A name, and a telephone number or a post beside it.
_CELLS_OF_A_SIGNER = 2


class RowKinds:
    """The kinds of the rows below a header; ``filled`` is how many required fields each of them has.

    A kind is data, blank, header, group, continuation, or that of a footer: total, note, signature.
    """

    def __init__(self, filled: npt.NDArray[np.int64]) -> None:
        self.filled = filled
        self.is_data = np.ones(len(filled), dtype=np.bool_)
        # Of the rows that are no data, by their number below the header.
        self.others: dict[int, str] = {}
        # Row below the header → the class that it gives to the rows below.
        self.groups: dict[int, str] = {}
        # Row below the header → the status that it gives to the rows below.
        self.statuses: dict[int, Status] = {}

    def set(self, rows: npt.NDArray[np.int64] | range | list[int], kind: str) -> None:
        self.is_data[rows] = False
        self.others.update(dict.fromkeys(map(int, rows), kind))

    def rows(self, kind: str) -> list[int]:
        return [row for row, its in self.others.items() if its == kind]


def row_kinds(table: Table, columns: Mapping[str, Column], headers: DatasetHeaders, footers: Footers) -> RowKinds:
    """Only rows that lack a required value are looked at one by one; ``columns`` are those of fields."""
    raw, start = table.raw, table.layout.data
    below = raw.is_filled[:, start:]
    required = [columns[name].position for name in headers.required if name in columns]
    kinds = RowKinds(below[required].sum(axis=0))
    kinds.set([row - start for row in sorted(table.repeated) if start <= row < raw.height], HEADER)
    for row in kinds.rows(HEADER):
        if status := status_in_titles(headers, [text for _, text in _texts(raw, start + row)]):
            kinds.statuses[row] = status
    is_short = (kinds.filled < len(required)) & kinds.is_data
    # Formulas and copied web pages leave spaces in all cells of a row.
    is_space = pc.utf8_is_space(raw.columns[required[0]])
    if is_space.true_count:
        is_short |= are_true(is_space)[start:] & kinds.is_data
    if not is_short.any():
        return kinds
    has_text = np.logical_or.reduce(below)
    kinds.set(np.flatnonzero(is_short & ~has_text), BLANK)
    content = {column.position for name, column in columns.items() if name != INDEX_FIELD}
    numbered = {column.position for column in table.layout.columns if _numbers_rows(column, headers)}
    of_class = {column.position for name, column in columns.items() if name in CLASS_FIELDS}
    of_status = {column.position for name, column in columns.items() if name == STATUS}
    of_grade = {column.position for name, column in columns.items() if name == "grade_code"}
    is_lacking_class = lacks_class(headers, columns)
    # Cells of the fullest row of signatures above.
    signers = 0
    for index in np.flatnonzero(is_short & has_text).tolist():
        texts = list(_texts(raw, start + index))
        kinds.filled[index] = sum(place in required for place, _ in texts)
        position, first = texts[0] if texts else (-1, "")
        # Beside "Lớp: 6A" may stand who teaches it, and how many they are.
        may_be_group = position not in of_class and (
            len(texts) == 1
            or (is_lacking_class and position not in of_grade and 2 * kinds.filled[index] < len(required))
        )
        if may_be_group and (name := class_of_group([text for _, text in texts])):
            kinds.groups[index] = name
            kinds.set([index], GROUP)
            continue
        is_title = position not in of_status and 2 * kinds.filled[index] < len(required)
        is_over_data = len(texts) == 1 and 2 * int(kinds.filled[index + 1 : index + 2].sum()) >= len(required)
        titles = [text for _, text in texts]
        if is_title and (status := status_in_titles(headers, titles, is_over_data=is_over_data)):
            kinds.statuses[index] = status
            kinds.set([index], GROUP)
            continue
        # The sum of a group of rooms says more than its name; of people, somebody may have been numbered so by a slip.
        is_group = 2 * kinds.filled[index] < len(required) or not headers.personal
        is_numeral = position in numbered and _NUMERAL.fullmatch(first.strip())
        if is_group and is_numeral and _has_number(raw.columns[position][start:]):
            kinds.set([index], NOTE)
            continue
        held = sum(place in content for place, _ in texts)
        kind = footers.kind(first)
        # "Kế toán" may also be the post of somebody: a footer says little besides.
        if kind and 2 * sum(place in required and not footers.kind(text) for place, text in texts) >= len(required):
            kind = None
        if kind == SIGNATURE:
            signers = max(signers, len(texts))
        # Below the signatures stand the names of those who signed: no numbers, and hardly more cells than signers.
        elif signers and not kind and 2 * kinds.filled[index] < len(required):
            is_numbered = position in numbered and _is_number(first)
            kind = SIGNATURE if held <= max(signers, _CELLS_OF_A_SIGNER) and not is_numbered else None
        if kind or not held:
            kinds.set([index], kind or (BLANK if all(_is_number(text) for _, text in texts) else NOTE))
    return kinds


def _numbers_rows(column: Column, headers: DatasetHeaders) -> bool:
    return column.field == INDEX_FIELD or tidy_header(column.header) in headers.index_headers


def _is_number(text: str) -> bool:
    return text.strip(" .").isdecimal()


def _has_number(texts: Texts) -> bool:
    return bool(pc.any(pc.match_substring_regex(texts, r"^\s*[0-9]+\s*\.?\s*$")).as_py())


def _texts(raw: RawSheet, row: int) -> Iterator[tuple[int, str]]:
    """Position and text of the cells of a row that are not blank, from left to right."""
    for position in raw.is_filled[:, row].nonzero()[0].tolist():
        text = raw.columns[position][row].as_py()
        if text and not text.isspace():
            yield position, text
