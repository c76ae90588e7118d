"""What headers that no alias names stand for: what reading proposes, and what officers decide.

A decision has the files read again that it touches, by the next run; one that falls into a run counts from the next.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy import Engine as Database

from pipelines.errors import MappingError
from pipelines.intake.headers import LEVELS, dataset_headers, recognise
from pipelines.intake.mapped_columns import EVERYBODY, SIGNATURE_MARK, Decision
from pipelines.intake.rereading import portions, read_again
from pipelines.state.models import HeaderMapping, Layout, Sheet, Submission, SubmittedFile
from schemas.catalogue import load_catalogue
from schemas.text import tidy_header

Status = Literal["proposed", "used", "confirmed", "rejected"]
DECIDED = ("confirmed", "rejected")


@dataclass(frozen=True, slots=True)
class ProposedMapping:
    """A header and the field it may stand for; ``seen`` counts files, ``example`` is the first submission of them."""

    mapping_id: int
    status: Status
    dataset: str
    header: str
    field: str
    score: float
    scope: str
    seen: int
    example: str


def decisions(connection: Connection) -> list[Decision]:
    """Every decision about a header, in order."""
    mapping = HeaderMapping
    columns = (mapping.scope, mapping.dataset, mapping.header, mapping.field, mapping.status)
    decided = select(*columns).where(mapping.status.in_(DECIDED)).order_by(mapping.mapping_id)
    return [Decision(*row) for row in connection.execute(decided)]


def list_mappings(database: Database, status: str = "") -> list[ProposedMapping]:
    """Proposals and decisions, of one status if that is given; those seen most often first."""
    chosen = select(HeaderMapping.__table__).order_by(HeaderMapping.mapping_id)
    if status:
        chosen = chosen.where(HeaderMapping.status == status)
    with database.connect() as connection:
        layouts = _layouts_by_header(connection)
        mappings = []
        for row in connection.execute(chosen):
            files = _files(connection, layouts[row.dataset, row.header], row.scope)
            mappings.append(
                ProposedMapping(
                    row.mapping_id,
                    row.status,
                    row.dataset,
                    row.header,
                    row.field,
                    row.score,
                    row.scope,
                    len(files),
                    next(iter(files.values()), ""),
                )
            )
    return sorted(mappings, key=lambda mapping: -mapping.seen)


def decide(database: Database, mapping_ids: Sequence[int], status: Literal["confirmed", "rejected"]) -> int:
    """Confirm or reject proposals; answers the number of files to be read again. Raises MappingError."""
    with database.begin() as connection:
        chosen = connection.execute(
            select(HeaderMapping.__table__).where(HeaderMapping.mapping_id.in_(mapping_ids))
        ).all()
        if unknown := set(mapping_ids) - {row.mapping_id for row in chosen}:
            raise MappingError("mapping.absent", mapping=str(min(unknown)))
        if status == "confirmed":
            for row in chosen:
                _refuse_taken(connection, row.dataset, row.header, row.field, row.scope)
        connection.execute(
            update(HeaderMapping)
            .where(HeaderMapping.mapping_id.in_(mapping_ids))
            .values(status=status, decided_at=datetime.now(UTC).replace(tzinfo=None))
        )
        layouts = _layouts_by_header(connection)
        files: set[int] = set()
        for row in chosen:
            files |= set(_files(connection, layouts[row.dataset, row.header], row.scope))
        read_again(connection, sorted(files))
    return len(files)


def map_header(database: Database, dataset: str, header: str, field: str, scope: str = EVERYBODY) -> int:
    """Let a header stand for a field, for a sender, a header signature or everybody.

    Answers the number of files to be read again. Raises MappingError for an unknown dataset or field, a header that is an
    alias of another field, and a field that another column of such a sheet holds.
    """
    headers = dataset_headers(load_catalogue()).get(dataset)
    if not headers or field not in headers.labels:
        raise MappingError("mapping.no_field", dataset=dataset, field=field)
    named = recognise(headers, tuple(header.split(LEVELS)))
    if named not in (None, field):
        raise MappingError("mapping.alias", dataset=dataset, header=header, field=named)
    key = {"scope": scope, "dataset": dataset, "header": tidy_header(header)}
    with database.begin() as connection:
        _refuse_taken(connection, **key, field=field)
        # One header stands for one field of a scope.
        same = [getattr(HeaderMapping, name) == value for name, value in key.items()]
        replaced = (HeaderMapping.field == field) | (HeaderMapping.status == "confirmed")
        connection.execute(delete(HeaderMapping).where(*same, replaced))
        decided = {
            "field": field,
            "status": "confirmed",
            "score": 1.0,
            "decided_at": datetime.now(UTC).replace(tzinfo=None),
        }
        connection.execute(insert(HeaderMapping).values(**key, **decided))
        files = _files(connection, _layouts_by_header(connection)[dataset, key["header"]], scope)
        read_again(connection, list(files))
    return len(files)


def _layouts_by_header(connection: Connection) -> dict[tuple[str, str], list[str]]:
    """Dataset and tidy header → the layouts in which it stands."""
    layouts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in connection.execute(select(Layout.layout_id, Layout.dataset, Layout.columns)):
        for header in {tidy_header(column["header"]) for column in json.loads(row.columns)}:
            layouts[row.dataset, header].append(row.layout_id)
    return layouts


def _refuse_taken(connection: Connection, dataset: str, header: str, field: str, scope: str) -> None:
    """Raise MappingError where another column of a sheet with this header holds the field; one that nearly names it gives way."""
    near = select(HeaderMapping.header).filter_by(dataset=dataset, field=field, status="used")
    giving_way = {header, *connection.scalars(near)}
    layout_ids = _layouts_by_header(connection)[dataset, header]
    for some in portions(layout_ids):
        for layout in connection.execute(select(Layout.layout_id, Layout.columns).where(Layout.layout_id.in_(some))):
            columns = [column for column in json.loads(layout.columns) if column["field"] == field]
            taken = next((column for column in columns if tidy_header(column["header"]) not in giving_way), None)
            if taken and (files := _files(connection, [layout.layout_id], scope)):
                place = select(SubmittedFile.name, Sheet.name.label("sheet")).join(Sheet)
                place = place.where(Sheet.file_id == min(files), Sheet.layout_id == layout.layout_id)
                file, sheet = connection.execute(place.limit(1)).one()
                where = {"file": file, "sheet": sheet, "column": taken["letter"], "other": taken["header"]}
                raise MappingError("mapping.taken", header=header, dataset=dataset, field=field, **where)


def _files(connection: Connection, layout_ids: Sequence[str], scope: str) -> dict[int, str]:
    """The files with sheets of these layouts, in order of arrival, as far as the scope reaches → their submission."""
    found = (
        select(SubmittedFile.file_id, SubmittedFile.submission_id)
        .join(Sheet, Sheet.file_id == SubmittedFile.file_id)
        .join(Layout, Layout.layout_id == Sheet.layout_id)
        .join(Submission, Submission.submission_id == SubmittedFile.submission_id)
    )
    if scope.startswith(SIGNATURE_MARK):
        found = found.where(Layout.signature == scope)
    elif scope:
        found = found.where(Submission.sender_code == scope)
    files: dict[int, str] = {}
    for some in portions(layout_ids):
        rows = connection.execute(found.where(Layout.layout_id.in_(some)))
        files |= {row.file_id: row.submission_id for row in rows}
    return dict(sorted(files.items()))
