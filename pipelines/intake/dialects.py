"""Whose codes are those of another system (schemas/ministry/dialects.csv): said by an officer, for a school or a software.

A software is known by the signature of its header. Nothing is guessed from the codes: 0 is female here and unknown there.
Who sends is validated again by the next run when this changes.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy import Engine as Database

from pipelines.errors import MappingError
from pipelines.state.models import DialectChoice, Layout, Sheet, Submission, SubmittedFile
from schemas.catalogue import load_catalogue

# The name under which a choice is taken back.
MINISTRY = "ministry"


@dataclass(frozen=True, slots=True)
class KnownLayout:
    """The header of a software or form: who sent it how often, and whose codes it is known to use."""

    signature: str
    dataset: str
    headers: tuple[str, ...]
    files: int
    senders: int
    dialect: str


def list_layouts(database: Database, sender: str = "") -> list[KnownLayout]:
    """The headers that files were sent under (by one sender if that is given), the most frequent first."""
    used = (
        select(
            Layout.signature,
            Layout.dataset,
            Layout.columns,
            func.count(Sheet.file_id.distinct()).label("files"),
            func.count(Submission.sender_code.distinct()).label("senders"),
        )
        .join(Sheet, Sheet.layout_id == Layout.layout_id)
        .join(SubmittedFile, SubmittedFile.file_id == Sheet.file_id)
        .join(Submission, Submission.submission_id == SubmittedFile.submission_id)
        .group_by(Layout.layout_id)
    )
    if sender:
        used = used.where(Submission.sender_code == sender)
    with database.connect() as connection:
        chosen = dialects(connection)
        layouts = [
            KnownLayout(
                row.signature,
                row.dataset,
                tuple(column["header"] for column in json.loads(row.columns)),
                row.files,
                row.senders,
                chosen.get(row.signature, ""),
            )
            for row in connection.execute(used)
        ]
    return sorted(layouts, key=lambda layout: (-layout.files, layout.signature))


def dialects(connection: Connection) -> dict[str, str]:
    """Sender or header signature → the system whose codes it uses."""
    chosen = select(DialectChoice.scope, DialectChoice.dialect)
    return {row.scope: row.dialect for row in connection.execute(chosen)}


def choose_dialect(database: Database, scope: str, dialect: str) -> None:
    """Let the codes of a sender or header signature be read as those of another system, or again as the ministry's.

    Raises MappingError for a dialect that no row of dialects.csv has.
    """
    known = (MINISTRY, *load_catalogue().dialects)
    if dialect not in known:
        raise MappingError("mapping.no_dialect", dialect=dialect, known=", ".join(known))
    with database.begin() as connection:
        connection.execute(delete(DialectChoice).where(DialectChoice.scope == scope))
        if dialect != MINISTRY:
            choice = {"scope": scope, "dialect": dialect, "decided_at": datetime.now(UTC).replace(tzinfo=None)}
            connection.execute(insert(DialectChoice).values(choice))
