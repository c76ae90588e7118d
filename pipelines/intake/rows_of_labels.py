"""Rows right below a header that belong to it: technical keys, labels of parts, hints, and the numbers of the columns."""

import re
from collections.abc import Sequence

from pipelines.intake.header_matching import MINIMUM_CELLS
from pipelines.intake.headers import LEVELS, Column, DatasetHeaders, Row, recognise
from schemas.text import tidy_header

_NEARLY_ALL = 0.8
# "(dd/mm/yyyy)", "(1: Nam, 0: Nữ)"; not "(1)".
_HINT = re.compile(r"\s*\((?=.*[^\W\d_]{2})[^()]+\)\s*")


def is_key_row(dataset: DatasetHeaders, row: Row) -> bool:
    cells = [cell for cell in row if cell]
    # Three cells tell a row of data apart without looking at all of it, and keys are written as they are listed.
    if len(cells) < MINIMUM_CELLS or not any(tidy_header(cell) in dataset.aliases for cell in cells[:3]):
        return False
    recognised = [cell for cell in cells if recognise(dataset, (cell,))]
    return len(recognised) >= _NEARLY_ALL * len(cells)


def numbers_columns(row: Row, labelled: int) -> bool:
    """A row such as ``A  B  (1)  (2)  (3)`` below all labels: letters, and numbers that count up from 1, also "3=1+2"."""
    cells = [cell for cell in row if cell]
    if len(cells) <= MINIMUM_CELLS or len(cells) < _NEARLY_ALL * labelled:
        return False
    numbers = 0
    for cell in cells:
        sign = cell.partition("=")[0].strip(" ()[].")
        if sign.isdecimal() and int(sign) == numbers + 1:
            numbers += 1
        elif len(sign) != 1 or not sign.isalpha():
            return False
    return True


def labels_of_parts(dataset: DatasetHeaders, row: Row) -> list[tuple[int, str]]:
    """Position and text of the cells of a row "Ngày", "Tháng", "Năm", or "Nam", "Nữ"; none where others stand beside."""
    labels: list[tuple[int, str]] = []
    for position, cell in enumerate(row):
        if cell:
            label = tidy_header(cell)
            if label not in dataset.parts and label not in dataset.marked:
                return []
            labels.append((position, cell))
    # Of a pupil named Nam nothing but the sex may be known.
    return labels if 1 < len(labels) == len({label for _, label in labels}) else []


def with_parts(columns: Sequence[Column], parts: Sequence[tuple[int, str]]) -> tuple[Column, ...]:
    """The columns with the labels of parts below the next label to the left."""
    labelled = {column.position: column for column in columns}
    for position, label in parts:
        parent = max((column for column in columns if column.position <= position), default=None)
        own = labelled.get(position)
        header = LEVELS.join(filter(None, (parent and parent.header, label)))
        labelled[position] = Column(position, own.field if own else None, header)
    return tuple(labelled[position] for position in sorted(labelled))


def are_hints(row: Row) -> bool:
    """A row that says in brackets how to fill the columns."""
    cells = [cell for cell in row if cell]
    return bool(cells) and all(map(_HINT.fullmatch, cells))


def with_hints(dataset: DatasetHeaders, columns: Sequence[Column], row: Row) -> tuple[Column, ...]:
    """The columns with their hints as part of the header: a column of which a hint says something else is not known."""
    hinted = []
    for column in columns:
        if hint := row[column.position]:
            label = column.header.rpartition(LEVELS)[2]
            is_same = recognise(dataset, (label, hint)) == recognise(dataset, (label,))
            column = column._replace(header=f"{column.header}{LEVELS}{hint}", field=column.field if is_same else None)
        hinted.append(column)
    return tuple(hinted)
