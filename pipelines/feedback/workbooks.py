"""The workbooks of many submissions, with their cells marked, as files beside the report of each."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy import exists, or_, select

from pipelines.bounded import map_bounded
from pipelines.feedback.annotated_names import annotated_names
from pipelines.feedback.folder import folder_of
from pipelines.feedback.labels import feedback_texts
from pipelines.feedback.marking import FileToMark, OpenedFile, mark
from pipelines.feedback.report import Report
from pipelines.feedback.reports import submission_reports
from pipelines.intake.archive import Archive
from pipelines.settings import Settings, Workspace
from pipelines.staging import Partition
from pipelines.state.models import IntakeFinding, Sheet, Submission, SubmittedFile

# Beside ket_qua.html.
WORKBOOKS = "tep_da_danh_dau"


@dataclass(frozen=True, slots=True)
class MarkedFile:
    """A file of a submission with findings; ``target`` is None where it cannot be opened or ended its process."""

    submission_id: str
    name: str
    target: Path | None


def write_workbooks(
    settings: Settings, database: Database, reports: Sequence[Report], out: Path | None = None
) -> list[MarkedFile]:
    """Mark every file that has findings; into the folders of the submissions, or below ``out``.

    Their findings.json must have been written. Files are opened in processes bounded as the reader is. Raises OSError where a copy
    cannot be written.
    """
    tasks = list(_tasks(settings, database, reports, out))
    answers = map_bounded(
        mark,
        tasks,
        workers=settings.workers,
        timeout=settings.reader_timeout,
        memory=settings.reader_memory,
    )
    marked = []
    for task, answer in zip(tasks, answers, strict=True):
        if isinstance(answer, OSError):
            raise answer
        marked.append(MarkedFile(task.report.submission_id, task.file.name, task.target if answer else None))
    return marked


def write_workbooks_of(
    settings: Settings, database: Database, sender_code: str, out: Path, period: str = ""
) -> list[MarkedFile]:
    """Mark, below ``out``, the files that a sender has in force, of one period or of all."""
    statement = (
        select(Submission.period, Submission.province_code).where(Submission.sender_code == sender_code).distinct()
    )
    with database.connect() as connection:
        partitions = sorted(Partition(*row) for row in connection.execute(statement))
    language = feedback_texts().language
    marked = []
    for partition in partitions:
        if partition.period == (period or partition.period):
            reports = submission_reports(settings, database, partition, language, sender_code)
            marked += write_workbooks(settings, database, reports, out)
    return marked


def marked_submissions(workspace: Workspace) -> int:
    """How many submissions have files with marked cells beside their report."""
    return sum(1 for _ in workspace.feedback.glob(f"*/*/*/{WORKBOOKS}"))


def _tasks(settings: Settings, database: Database, reports: Sequence[Report], out: Path | None) -> Iterator[FileToMark]:
    for report in reports:
        folder = folder_of(settings.workspace, report)
        names = {sheet.file for cause in report.causes for sheet in cause.sheets}
        files = files_of(settings, database, report.submission_id)
        targets = annotated_names(file.name for file in files)
        for file in files:
            if file.name in names:
                target = (out / report.submission_id if out else folder / WORKBOOKS) / targets[file.name]
                yield FileToMark(file, target, folder / "findings.json", report)


def files_of(settings: Settings, database: Database, submission_id: str) -> list[OpenedFile]:
    """The files of a submission that could be read, be it to find no rows on their sheets."""
    archive = Archive(settings.workspace.archive)
    has_findings = exists().where(IntakeFinding.file_id == SubmittedFile.file_id, IntakeFinding.sheet != "")
    statement = (
        select(SubmittedFile.name, SubmittedFile.sha256, Sheet.name, Sheet.dataset, Sheet.header_row)
        .outerjoin(Sheet, Sheet.file_id == SubmittedFile.file_id)
        .where(SubmittedFile.submission_id == submission_id, or_(Sheet.sheet_id.is_not(None), has_findings))
        .order_by(SubmittedFile.file_id, Sheet.sheet_id.desc())
    )
    header_rows: dict[tuple[str, str], dict[tuple[str, str], int]] = defaultdict(dict)
    with database.connect() as connection:
        for name, sha256, sheet, dataset, header_row in connection.execute(statement):
            rows = header_rows[name, sha256]
            if sheet is not None:
                rows[sheet, dataset] = header_row
    return [OpenedFile(name, archive.path(sha256), rows) for (name, sha256), rows in header_rows.items()]
