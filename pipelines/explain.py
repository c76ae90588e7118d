"""How files would be read: the tables of each sheet, why they were taken for that, and the sheets passed over."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import create_engine, select

from pipelines.intake.archive import Archive
from pipelines.intake.explanation import Explanation
from pipelines.intake.headers import dataset_headers
from pipelines.intake.protocol import Batch, Configuration, FileResult, FileToRead
from pipelines.intake.receive import receive_files
from pipelines.intake.senders import NOBODY
from pipelines.intake.supervisor import read_batches
from pipelines.local_time import today
from pipelines.periods import Period
from pipelines.settings import Settings, Workspace
from pipelines.state.models import Base, SubmittedFile
from schemas.catalogue import load_catalogue, read_rows


@dataclass(frozen=True, slots=True)
class ExplainedTable:
    """A table, or a sheet that is none: then ``dataset`` is empty and ``passed_over`` says why (a key of texts).

    ``columns`` have field (or null), letter and header, ``why`` is what ``pipelines.intake.explanation`` says.
    """

    file: str
    sheet: str
    dataset: str = ""
    passed_over: str = ""
    rows: int = 0
    columns: Sequence[dict[str, Any]] = ()
    why: Explanation | None = None


def explain_files(paths: Sequence[Path]) -> list[ExplainedTable]:
    """Read files (members of archives too) as ``csdl check`` does, and say how; stores nothing.

    A file that cannot be opened has one entry, with the id of the rule that says why as ``passed_over``.
    """
    with TemporaryDirectory(prefix="csdl-explain-") as folder:
        workspace = Workspace(Path(folder))
        workspace.create()
        settings = replace(Settings.from_environment(), workspace=workspace)
        database = create_engine(f"sqlite:///{folder}/explain.sqlite")
        Base.metadata.create_all(database)
        receive_files(settings, database, paths, sender_code=NOBODY, period=Period.latest(today()))
        archive = Archive(workspace.archive)
        with database.connect() as connection:
            received = connection.execute(
                select(SubmittedFile.file_id, SubmittedFile.name, SubmittedFile.sha256)
                .where(SubmittedFile.status == "received")
                .order_by(SubmittedFile.file_id)
            ).all()
        database.dispose()
        files = [FileToRead(file_id, name, str(archive.path(sha256))) for file_id, name, sha256 in received]
        datasets = dataset_headers(load_catalogue())
        footers = [(row["kind"], row["pattern"]) for row in read_rows("footer_words.csv")]
        configuration = Configuration(settings.reader_memory, settings.reader_timeout, datasets, footers)
        batch = Batch("explained", dict.fromkeys(datasets, f"{folder}/staging"), files, explains=True)
        names = {file.file_id: file.name for file in files}
        results = [file for result in read_batches([batch] if files else [], configuration, 1) for file in result.files]
        return [table for file in results for table in _tables(names[file.file_id], file)]


def _tables(name: str, file: FileResult) -> Iterator[ExplainedTable]:
    for sheet in file.sheets:
        columns = json.loads(sheet.columns)
        yield ExplainedTable(name, sheet.name, sheet.dataset, "", sheet.rows_read, columns, sheet.explanation)
    for sheet_name, why in file.passed_over:
        yield ExplainedTable(name, sheet_name, passed_over=why)
    if not file.sheets and not file.passed_over:
        yield ExplainedTable(name, "", passed_over=file.findings[0].rule_id)
