"""What a sheet without a header lacks to have one: the columns of the row that most looks like it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipelines.intake.findings import Finding
from pipelines.intake.formats.sheet import RawSheet
from pipelines.intake.header_matching import MINIMUM_CELLS
from pipelines.intake.headers import INDEX_FIELD, Column, DatasetHeaders, Row, recognise
from pipelines.intake.layout import HEAD_ROWS
from pipelines.intake.table import column_names
from schemas.text import fold, tidy_header

# A row of labels has at least this share of them known.
_TELLING_SHARE = 0.5


class _Rank(NamedTuple):
    """What speaks for a row as the header of a dataset, in this order."""

    fields: int
    is_named: bool
    required: int


def what_is_lacking(raw: RawSheet, datasets: Sequence[DatasetHeaders]) -> list[Finding]:
    """The required columns that the best row lacks, and those of its columns that no field is; nothing if it may be of two datasets."""
    ranked = sorted(_rows(raw, datasets), key=lambda found: found[0], reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0] and ranked[0][1] is not ranked[1][1]):
        return []
    _, dataset, columns = ranked[0]
    named = {column.field for column in columns}
    missing = [label for name, label in dataset.required.items() if name not in named]
    unknown = [c for c in columns if not c.field and tidy_header(c.header) not in dataset.index_headers]
    lists = {"FIL010": ", ".join(missing), "FIL011": column_names(raw, unknown)}
    return [Finding(rule_id, {"sheet": raw.name, "list": its}, sheet=raw.name) for rule_id, its in lists.items() if its]


def _rows(
    raw: RawSheet, datasets: Sequence[DatasetHeaders]
) -> Iterator[tuple[_Rank, DatasetHeaders, Sequence[Column]]]:
    """The rows that name at least three columns of a dataset, and half of their own cells."""
    said = [fold(raw.name)]
    for row in raw.head(HEAD_ROWS):
        for dataset in datasets:
            columns = _columns(dataset, row)
            fields = {column.field for column in columns} - {None, INDEX_FIELD}
            if len(fields) >= max(MINIMUM_CELLS, _TELLING_SHARE * len(columns)):
                is_named = any(word in text for word in dataset.sheet_words for text in said)
                yield _Rank(len(fields), is_named, len(fields & dataset.required.keys())), dataset, columns
        said += [fold(cell) for cell in row if cell]


def _columns(dataset: DatasetHeaders, row: Row) -> list[Column]:
    return [Column(i, recognise(dataset, (cell,)), cell) for i, cell in enumerate(row) if cell]
