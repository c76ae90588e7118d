"""Whether a column without a header, or below "Tên", holds the given names of the column on its left: "Nguyễn Văn", "An".

Where the label "Họ và tên" stands over two columns that are not merged, or in a file that does not say so; or where it
stands for "Họ và tên đệm".
"""

from functools import cache
from math import sqrt
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.intake.filled_rows import Values, are_filled
from pipelines.intake.formats.sheet import RawSheet
from pipelines.intake.headers import Column, DatasetHeaders
from pipelines.intake.layout import SheetLayout
from schemas.catalogue import read_rows

FULL_NAME = "full_name"

# Of complete names less than this share looks like one without its given name; of others more.
_SOME, _MANY = 0.1, 1 / 3
# Of fewer names nothing is certain.
_FEW = 3
_NEARLY_ALL, _MOST, _HALF = 0.9, 0.8, 0.5
_ONE_WORD, _TWO_WORDS, _MORE_WORDS = r"^\S+$", r"^\S+\s+\S+$", r"^\S+\s+\S+\s"
_WORDS = r"^[\p{L}\p{M}'’]+( [\p{L}\p{M}'’]+)?$"


def given_names(
    raw: RawSheet, layout: SheetLayout, headers: DatasetHeaders, name: Column, position: int
) -> Literal["certain", "doubtful"] | None:
    """What the rows of data say of the column at ``position``; None: other things, or nothing that a name lacks."""
    columns = (raw.columns[p].slice(layout.data) for p in (name.position, position))
    cells: Values = [pc.utf8_normalize(column, "NFC") for column in columns]  # type: ignore[attr-defined]  # not in its stubs
    rows = pc.and_(are_filled(raw, layout, headers, FULL_NAME).slice(layout.data), pc.is_valid(cells[0]))
    left, right = (pc.utf8_lower(pc.utf8_trim_whitespace(column.filter(rows))) for column in cells)
    if not len(left):
        return None
    lacking, filled = _share(_lack_given_name(left)), _share(pc.is_valid(right))
    texts: Values = right.drop_null()
    words, single = _share(pc.match_substring_regex(texts, _WORDS)), _share(pc.match_substring_regex(texts, _ONE_WORD))
    if _share(pc.equal(_last_word(left), right)) >= _HALF:
        return None
    various = len(pc.unique(texts)) >= min(len(left), max(_FEW, sqrt(len(left))))
    if not various or filled < _HALF or words < _MOST:
        return None
    is_plain = filled >= _NEARLY_ALL and words >= _NEARLY_ALL and single >= _MOST
    if is_plain and lacking >= _MANY and len(left) >= _FEW:
        return "certain"
    return "doubtful" if lacking >= (_SOME if is_plain else _MANY) else None


def _lack_given_name(names: Values) -> Values:
    """Names that end like "Nguyễn Văn" or "Lê Thị"; three words may end in a given name that is a middle name, too."""
    last = _last_word(names)
    is_short = pc.and_(
        pc.match_substring_regex(names, _TWO_WORDS), pc.is_in(last, value_set=_middle_names(("yes", "no")))
    )
    is_long = pc.and_(pc.match_substring_regex(names, _MORE_WORDS), pc.is_in(last, value_set=_middle_names(("no",))))
    return pc.or_(is_short, is_long)


def _last_word(names: Values) -> Values:
    return pc.replace_substring_regex(names, r"^.*\s", "")


@cache
def _middle_names(given: tuple[str, ...]) -> Values:
    """Those that are given names as well, or not."""
    return pa.array(
        [row["word"] for row in read_rows("middle_names.csv") if row["is_given_name"] in given], pa.string()
    )


def _share(flags: Values) -> float:
    return pc.sum(flags).as_py() / len(flags) if len(flags) and flags.null_count < len(flags) else 0.0
