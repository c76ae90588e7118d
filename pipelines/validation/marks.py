"""Columns of marks: a blank cell among nothing but marks says no, in the fields declared so (mark_fields.csv)."""

from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas.catalogue import read_rows
from schemas.model import Field


@cache
def _mark_fields() -> frozenset[tuple[str, str]]:
    return frozenset((row["dataset"], row["name"]) for row in read_rows("mark_fields.csv"))


@cache
def _marks() -> "pa.Array[pa.StringScalar]":
    return pa.array([row["word"] for row in read_rows("yes_no_words.csv") if row["is_mark"] == "yes"], pa.string())


def is_mark_field(field: Field) -> bool:
    return (field.dataset, field.name) in _mark_fields()


def with_blanks_as_no(values: Any, cells: "pa.DictionaryArray[Any, Any]", sheet_ids: Any) -> Any:
    """The values of a yes/no column, with no for the blank cells of sheets whose other cells are all marks.

    One of each for every row; the rows of a sheet are all there.
    """
    marks: Any = pc.is_in(pc.utf8_lower(pc.utf8_trim_whitespace(cells.dictionary)), value_set=_marks())
    if not pc.any(marks).as_py():
        return values
    is_mark, is_blank = marks.take(cells.indices).fill_null(False), pc.is_null(cells.indices)
    others = pc.invert(pc.or_(is_mark, is_blank))
    by_sheet = pa.table({"sheet": sheet_ids, "is_mark": is_mark, "other": others}).group_by("sheet")
    found = by_sheet.aggregate([("is_mark", "any"), ("other", "any")])
    of_marks = found.filter(pc.and_(found["is_mark_any"], pc.invert(found["other_any"])))["sheet"]
    says_no = pc.and_(is_blank, pc.is_in(sheet_ids, value_set=of_marks.combine_chunks()))
    return pc.if_else(says_no, pa.scalar(False), values)
