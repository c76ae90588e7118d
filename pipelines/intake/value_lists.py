"""Sheets that list what may be chosen in others: "Giới tính", "Dân tộc", "Trạng thái" side by side, and nobody's name."""

import pyarrow.compute as pc

from pipelines.intake.formats.sheet import RawSheet
from pipelines.intake.headers import INDEX_FIELD, DatasetHeaders
from pipelines.intake.layout import SheetLayout
from schemas.text import tidy_header

# In a list of so many people a sex, a grade or a state occurs twice.
_SOME_PEOPLE = 3


def is_list_of_values(raw: RawSheet, layout: SheetLayout, headers: DatasetHeaders) -> bool:
    """Whether no column tells one person from another, and no value occurs twice.

    Of one or two rows only if nothing else is there: a column that is not recognised may hold the names.
    """
    if not headers.personal or any(column.field in headers.personal for column in layout.columns):
        return False
    positions = [column.position for column in layout.columns if column.field not in (None, INDEX_FIELD)]
    lists = [pc.drop_null(raw.columns[position].slice(layout.data)) for position in positions]
    rows = max(map(len, lists))
    if not rows or any(len(pc.unique(values)) < len(values) for values in lists):
        return False
    is_known = all(column.field or tidy_header(column.header) in headers.index_headers for column in layout.columns)
    return is_known or rows >= _SOME_PEOPLE
