"""Taking back the workbook that officers filled in."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from sqlalchemy import Engine as Database
from sqlalchemy import select

from pipelines.errors import ReviewError
from pipelines.identity.kinds import KINDS, Kind
from pipelines.review.change_log import Request
from pipelines.review.changes import known_of, merge_within
from pipelines.review.decide import Verdict, decide, record
from pipelines.review.persons import persons_of_keys
from pipelines.review.queue import find_pair
from pipelines.review.sides import review_texts
from pipelines.review.workbook import APPROVED_BY, BY, DECISION, FIRST_ROW, MARK, PAIR, REASON, VERDICTS
from pipelines.settings import Settings
from pipelines.state.database import lock_table
from pipelines.state.reviews import ReviewDecision
from schemas.model import Language


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A decision as an officer wrote it; ``excel_row`` as Excel shows it."""

    excel_row: int
    pair_id: str
    decision: str
    reason: str
    by: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A row of which nothing was taken, and why."""

    excel_row: int
    pair_id: str
    message: str


@dataclass(frozen=True, slots=True)
class Imported:
    """``decided``: pairs that were decided now, ``merged``: persons merged, ``unchanged``: pairs decided so before."""

    decided: int
    merged: int
    unchanged: int
    remarks: list[Remark]


def import_workbook(settings: Settings, database: Database, path: Path) -> Imported:
    """Record the decisions of a workbook that ``write_workbook`` wrote; rows without a decision are left alone.

    A row said to be two persons merges them, which takes a second name. What cannot be taken is a remark and hinders
    nothing else. Raises ReviewError for a file that is no such workbook.
    """
    decided, merged, unchanged = 0, 0, 0
    remarks: list[Remark] = []
    said_same: dict[tuple[str, int], dict[int, FilledRow]] = defaultdict(dict)
    for row in _rows(path):
        try:
            verdict = _verdict(row)
            if _was_decided(database, row.pair_id, verdict):
                unchanged += 1
                continue
            with database.connect() as connection:
                pair = find_pair(connection, row.pair_id)[0]
            if verdict == "same" and pair.person_key is not None:
                said_same[pair.kind, pair.content_key][pair.person_key] = row
                continue
            said: Verdict = "same" if verdict == "same" else "different"
            decide(database, row.pair_id, said, by=row.by, reason=row.reason, of_all=verdict == "new")
            decided += 1
        except ReviewError as error:
            remarks.append(Remark(row.excel_row, row.pair_id, str(error)))
    for (kind, _), rows in said_same.items():
        try:
            if len(rows) > 1:
                merged += _merge_all(settings, database, KINDS[kind], rows)
            else:
                (row,) = rows.values()
                decide(database, row.pair_id, "same", by=row.by, reason=row.reason)
            decided += 1
        except ReviewError as error:
            remarks += [Remark(row.excel_row, row.pair_id, str(error)) for row in rows.values()]
    return Imported(decided, merged, unchanged, sorted(remarks, key=lambda remark: remark.excel_row))


def _merge_all(settings: Settings, database: Database, kind: Kind, rows: dict[int, FilledRow]) -> int:
    """Merge the persons whom one row was said to be, and say that it is theirs: all of it, or nothing.

    Answers how many merges it took.
    """
    with database.connect() as connection:
        ids = {key: person.person_id for key, person in persons_of_keys(connection, kind, rows).items()}
    (first, said), *others = rows.items()
    known = known_of(settings, database, kind, list(ids.values()))
    with database.begin() as connection:
        lock_table(connection, "issuer")
        for key, row in others:
            merge_within(connection, kind, ids[first], ids[key], Request(row.by, row.approved_by, row.reason), known)
        record(connection, find_pair(connection, said.pair_id), "same", by=said.by, reason=said.reason)
    return len(others)


def _rows(path: Path) -> Iterator[FilledRow]:
    try:
        book = load_workbook(path, read_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError):
        raise ReviewError("review.no_workbook", path=path) from None
    if MARK not in book.defined_names:
        raise ReviewError("review.no_workbook", path=path)
    for excel_row, cells in enumerate(
        book.worksheets[0].iter_rows(min_row=FIRST_ROW + 1, values_only=True), FIRST_ROW + 1
    ):
        texts = [str(cell).strip() if cell is not None else "" for cell in cells[: APPROVED_BY + 1]]
        if texts[PAIR] and texts[DECISION]:
            yield FilledRow(excel_row, texts[PAIR], texts[DECISION], texts[REASON], texts[BY], texts[APPROVED_BY])


def _verdict(row: FilledRow) -> str:
    """In whatever language the workbook was written; raises ReviewError."""
    for language in get_args(Language):
        texts = review_texts(language)
        for verdict in VERDICTS:
            if row.decision.casefold() == texts(f"verdict.{verdict}").casefold():
                return verdict
    raise ReviewError("review.no_verdict", decision=row.decision)


def _was_decided(database: Database, pair_id: str, verdict: str) -> bool:
    """Whether the last word on the pair was the same: the workbook was imported before."""
    last_word = (
        select(ReviewDecision.verdict)
        .where(ReviewDecision.pair_id == pair_id)
        .order_by(ReviewDecision.decision_id.desc())
        .limit(1)
    )
    with database.connect() as connection:
        return connection.scalar(last_word) == ("same" if verdict == "same" else "different")
