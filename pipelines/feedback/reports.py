"""Making the reports of many submissions at once, by a few statements."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pyarrow as pa
from sqlalchemy import Engine as Database
from sqlalchemy import select

from pipelines.engine import Engine
from pipelines.feedback.report import Report, read_report
from pipelines.in_force import bind_in_force
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging, parts_in_force
from pipelines.state.models import School, Sheet, Submission, SubmittedFile
from schemas.arrow import typed_schema
from schemas.catalogue import load_catalogue
from schemas.model import Language

_FOLDER = Path(__file__).parent
# Datasets whose accepted rows are counted for the school to recognise.
_COUNTED = ("student", "class", "staff")
# Places of one cause on one sheet that a report names: who has more looks for the cause, not for the places.
_MOST_PLACES = 200


def submission_reports(
    settings: Settings, database: Database, partition: Partition, language: Language, sender_code: str = ""
) -> list[Report]:
    """The reports of the submissions in force of a partition, by sender, or of those of one sender."""
    in_force = [sender for part in parts_in_force(database, partition).values() for sender in part]
    senders = [sender for sender in in_force if sender == (sender_code or sender)]
    if not senders:
        return []
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        bind_validated(engine, settings, database, partition)
        make_reports(engine, database, partition, senders)
        return list(read_reports(engine, language))


def read_reports(engine: Engine, language: Language) -> Iterator[Report]:
    """The reports that ``make_reports`` made, by sender."""
    heads = engine.rows(
        "SELECT submission_id, to_json(report)::VARCHAR FROM report ORDER BY sender_code, submission_id"
    )
    places = engine.rows(_statement("places"), {"language": language, "most_places": _MOST_PLACES})
    places_of = {key: list(rows) for key, rows in groupby(places, itemgetter(0))}
    for submission_id, head in heads:
        yield read_report(str(head), places_of.get(submission_id, []), language)


def bind_validated(engine: Engine, settings: Settings, database: Database, partition: Partition) -> None:
    """Bind what reports are made of: findings, the reconciliation and the typed rows in force of a partition."""
    staging = Staging(settings.workspace.staging)
    bind_in_force(engine, "finding", database, staging, "findings", [partition])
    bind_in_force(engine, "reconciliation", database, staging, "reconciliation", [partition])
    for name in _COUNTED:
        if not bind_in_force(engine, f"typed_{name}", database, staging, "typed", [partition], name):
            outcome = pa.field("outcome", pa.string())
            empty = typed_schema(load_catalogue().datasets[name]).append(outcome).empty_table()
            engine.bind_arrow(f"typed_{name}", empty)


def make_reports(engine: Engine, database: Database, partition: Partition, senders: Sequence[str]) -> None:
    """Make tables ``report`` (sender_code, submission_id, report) and ``told`` (their findings) of what these senders have in force.

    ``bind_validated`` must have been called.
    """
    engine.bind_arrow("fresh_sender", pa.table({"sender_code": pa.array(senders, pa.string())}))
    engine.bind_arrow("submission", _submissions(database, partition))
    engine.bind_arrow("submitted_sheet", _submitted_sheets(database, partition))
    engine.execute(_statement("told"))
    engine.execute(_statement("report"), {"period": partition.period})


def _statement(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def _submissions(database: Database, partition: Partition) -> pa.Table:
    """Submissions of a partition with the names of their senders: schools of the register, and areas."""
    statement = (
        select(Submission.submission_id, Submission.sender_code, Submission.received_at, School.name)
        .outerjoin(School, School.school_code == Submission.sender_code)
        .where(Submission.period == partition.period, Submission.province_code == partition.province_code)
    )
    census_date = Period.parse(partition.period).census_date
    areas = {
        unit.code: unit.name_vi
        for unit in load_catalogue().admin_units
        if unit.valid_from <= census_date and (unit.valid_to is None or census_date <= unit.valid_to)
    }
    with database.connect() as connection:
        rows = [
            (submission_id, sender, received_at, name or areas.get(sender, ""))
            for submission_id, sender, received_at, name in connection.execute(statement)
        ]
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    types = (pa.string(), pa.string(), pa.timestamp("us"), pa.string())
    names = ("submission_id", "sender_code", "received_at", "sender_name")
    return pa.table({n: pa.array(c, t) for n, c, t in zip(names, columns, types, strict=True)})


def _submitted_sheets(database: Database, partition: Partition) -> pa.Table:
    """Which sheet is of which submission of a partition."""
    statement = (
        select(Sheet.sheet_id, Submission.submission_id)
        .join(SubmittedFile, SubmittedFile.file_id == Sheet.file_id)
        .join(Submission, Submission.submission_id == SubmittedFile.submission_id)
        .where(Submission.period == partition.period, Submission.province_code == partition.province_code)
    )
    with database.connect() as connection:
        columns = list(zip(*connection.execute(statement), strict=True)) or [(), ()]
    return pa.table({"sheet_id": pa.array(columns[0], pa.int64()), "submission_id": pa.array(columns[1], pa.string())})
