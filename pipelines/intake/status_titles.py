"""The status of those who are listed below a title: "DANH SÁCH HỌC SINH CHUYỂN ĐI HỌC KỲ 1", above a table or inside it.

The words are data: ``schemas/ministry/title_statuses.csv``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.intake.arrays import Flags, Texts, text
from pipelines.intake.filled_rows import Values
from pipelines.intake.headers import DatasetHeaders, Status
from schemas.text import fold

STATUS = "status_code"

# "II. ", "DANH SÁCH HỌC SINH ", "HS lớp 6A đã ": what stands before the status in a title.
_BEFORE = re.compile(
    r"(?P<number>[*•+–-]|\(?(?:[ivx]{1,4}|\d{1,2}|[a-h])[.)/])?\s*(?P<list>(?:danh sach|ds|dshs)\b)?"
    r"(?P<who>(?:[\s,:–-]*\b(?:cac|nhung|hoc sinh|hs|hoc vien|tre|em|chau|can bo|giao vien|nhan vien|cb|gv|nv|cbgv|cbgvnv"
    r"|vien chuc|lop \S+|da|xin|tu y|moi|cua)\b)*)[\s,:–-]*"
)
# "HS chuyển đi: 2" counts them; so does "HS chuyển đi:", to be filled, unless they follow.
_IS_COUNT, _IS_BLANK_COUNT = re.compile(r"\s*:?\s*\d"), re.compile(r"\s*:\s*$")
_TERMS = {
    "kỳ 1": re.compile(r"\b(?:ky|hk)\s?(?:1|i)\b"),
    "kỳ 2": re.compile(r"\b(?:ky|hk)\s?(?:2|ii)\b"),
    "trong hè": re.compile(r"\bhe\b"),
}
# Between what a cell and its title say: in no list, so that it is told.
_BOTH = "; "


def status_in_titles(headers: DatasetHeaders, titles: Sequence[str], *, is_over_data: bool = False) -> Status | None:
    """The status that the first of some titles names; a number beside it is a count.

    ``is_over_data``: it stands alone, right above rows of data, so that "Chuyển đi:" is a title, too.
    """
    following = pairwise([*titles, ""])
    statuses = (_of_list(headers, title, is_over_data) for title, beside in following if not beside.strip().isdecimal())
    return next((status for status in statuses if status), None)


def lists_by_status(
    above: Status | None, below: Mapping[int, Status], classes: Iterable[int], is_data: Flags
) -> dict[int, Status | None]:
    """Where each list begins, by row, and its status: that of the title over all rows, or of one among them.

    The next class ends such a list, unless it is itself one class after another: with a class right below its title.
    """
    lists: dict[int, Status | None] = {0: above}
    is_by_class, begun = True, 0
    for row in sorted({*below, *classes}):
        if row in below:
            lists[row], is_by_class, begun = below[row], False, row
        elif not is_data[begun:row].any():
            is_by_class = True
        elif not is_by_class:
            lists[row], is_by_class = above, True
    return lists


def with_status(headers: DatasetHeaders, cells: Texts, lists: Mapping[int, Status | None]) -> Texts:
    """The status of each row: what its cell says, else what the title of its list says.

    Where the title says that they have left and the cell that they are there, the row says both.
    """
    ends = [*lists, len(cells)][1:]
    return pa.concat_arrays(
        [
            _below(headers, cells.slice(start, end - start), status)
            for (start, status), end in zip(lists.items(), ends, strict=True)
        ]
    )


def _below(headers: DatasetHeaders, cells: Texts, status: Status | None) -> Values:
    if status is None:
        return cells
    said: Values = cells.fill_null(status.name)
    for cell in pc.unique(cells).to_pylist() if not status.is_present else []:
        if cell and (own := _of_cell(headers, cell)) and own.is_present:
            said = pc.if_else(pc.equal(said, text(cell)), text(f"{cell}{_BOTH}{status.name}"), said)
    return said


def _of_list(headers: DatasetHeaders, title: str, is_over_data: bool) -> Status | None:
    """The one status that stands in a title where it says whose list it is, with the term if it names one."""
    folded = fold(title)
    before, words = _BEFORE.match(folded), _words(headers)
    match = words.match(folded, before.end()) if before and words else None
    if not (before and words and match):
        return None
    # "Chuyển đi" alone may be a note on the pupil above.
    is_label = _IS_BLANK_COUNT.match(folded, match.end()) is not None
    is_title = is_over_data if is_label else before.end() > 0 or title.isupper()
    if not before["list"] and (_IS_COUNT.match(folded, match.end()) or not is_title):
        return None
    said = {headers.statuses[word] for word in (match[0], *words.findall(folded, match.end()))}
    terms = [term for term, pattern in _TERMS.items() if pattern.search(folded, match.end())]
    if len(said) > 1:
        return None
    [status] = said
    return replace(status, name=f"{status.name} {terms[0]}") if status.by_term and len(terms) == 1 else status


def _of_cell(headers: DatasetHeaders, cell: str) -> Status | None:
    """The status that a cell names first, or whose code it is."""
    folded, words = fold(cell), _words(headers)
    match = words.search(folded) if words else None
    return headers.statuses.get(match[0] if match else folded)


@lru_cache(maxsize=32)
def _words(headers: DatasetHeaders) -> re.Pattern[str] | None:
    """The words that name a status, the longest first; codes are none."""
    words = sorted((word for word in headers.statuses if not word.isdecimal()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b") if words else None
