"""Of several ways to read rows as a header, the best."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TypeAlias

from pipelines.intake.header_matching import Match
from pipelines.intake.headers import LEVELS, Row, recognise
from schemas.text import fold, tidy_header

# A text of more words is a title, not a label over others.
_WORDS_OF_A_LABEL = 5

# What a header says: positions and fields.
Said: TypeAlias = Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """What speaks for reading some rows as the header of a dataset: compared part by part, in this order."""

    # Fields recognised in all.
    fields: int
    # Of the recognised fields, those that a sheet must have.
    required: int
    # Cells that name a field by themselves, without a parent.
    plain: int
    # The fewer rows, the better: minus their number.
    levels: int
    # Labelled columns, but for those that number the rows, in which no field is recognised: minus their number.
    unknown: int

    def to_json(self) -> dict[str, int]:
        return {part.name: getattr(self, part.name) for part in fields(self)}


@dataclass(frozen=True, slots=True)
class Reading:
    """Rows ``first`` … ``last`` (from 0) as the header of a dataset."""

    first: int
    last: int
    match: Match
    score: Score
    said: Said

    @property
    def dataset(self) -> str:
        return self.match.dataset.name


def read_as(window: Sequence[Row], match: Match) -> tuple[Match, Score, Said]:
    said = [(column.position, column.field) for column in match.columns if column.field]
    cells = [cell for row in window for cell in row if cell]
    # In a header of one row every recognised column is one.
    plain = len(said) if len(window) == 1 else sum(recognise(match.dataset, (cell,)) is not None for cell in cells)
    score = Score(
        fields=len(match.fields),
        plain=plain,
        levels=-len(window),
        required=len(match.fields & match.dataset.required.keys()),
        unknown=-sum(
            column.field is None and tidy_header(column.header) not in match.dataset.index_headers
            for column in match.columns
        ),
    )
    return match, score, said


def choose_reading(readings: Sequence[Reading], sheet_name: str) -> Reading | tuple[str, ...]:
    """The best reading; of datasets that recognise as many fields in its rows the one that the sheet's name tells.

    Else the only one of which the sheet has all it must have; the datasets where there is none.
    """
    best = max(readings, key=lambda reading: reading.score)
    rivals = [r for r in readings if (r.first, r.last, r.score.fields) == (best.first, best.last, best.score.fields)]
    if len(rivals) > 1:
        name = fold(sheet_name)
        rivals = [r for r in rivals if any(word in name for word in r.match.dataset.sheet_words)] or rivals
        if len(rivals) > 1:
            rivals = [r for r in rivals if r.score.required == len(r.match.dataset.required)] or rivals
        if len(rivals) > 1:
            return tuple(r.dataset for r in rivals)
        best = rivals[0]
    others = [r for r in readings if r.dataset == best.dataset and r.score.required == best.score.required]
    whole = [r for r in others if _goes_on_below(best, r) or _begins_above(best, r)]
    return max(whole, key=lambda reading: reading.score, default=best)


def _goes_on_below(one: Reading, longer: Reading) -> bool:
    """Whether the rows below a header only divide columns of it, none of them one that must be there: unlike data."""
    if longer.first != one.first or longer.last <= one.last:
        return False
    headers = {column.position: column.header for column in longer.match.columns}
    kept = all(headers[c.position] == c.header for c in one.match.columns if c.field in one.match.dataset.required)
    return kept and all(LEVELS in headers[position] for position in headers.keys() - _positions(one))


def _begins_above(one: Reading, longer: Reading) -> bool:
    """Whether labels above a header say that some of its columns are another's."""
    if longer.last != one.last or longer.first >= one.first:
        return False
    own = {position for position, _ in longer.said}
    lost = [column for column in longer.match.columns if column.position not in own]
    above = {level for column in lost for level in column.header.split(LEVELS)[:-1]}
    return bool(above) and not any(map(_is_title, above))


def _positions(reading: Reading) -> set[int]:
    return {column.position for column in reading.match.columns}


def _is_title(text: str) -> bool:
    return ":" in text or len(text.split()) > _WORDS_OF_A_LABEL or any(map(str.isdigit, text))
