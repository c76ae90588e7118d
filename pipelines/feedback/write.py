"""Writing ``feedback/<period>/<sender>/<submission>/``: ket_qua.html, findings.csv and the school's own files with marked
cells for people, findings.json for programs.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.feedback.folder import folder_of, replace_file, submission_folder
from pipelines.feedback.fresh import fresh_senders, read_told, told_now, write_told
from pipelines.feedback.labels import feedback_texts, load_labels
from pipelines.feedback.page import page
from pipelines.feedback.report import Report
from pipelines.feedback.reports import bind_validated, make_reports, read_reports
from pipelines.feedback.workbooks import MarkedFile, write_workbooks
from pipelines.settings import Settings, Workspace
from pipelines.staging import Partition
from pipelines.texts import Texts

_FOLDER = Path(__file__).parent
# So many findings are in memory as text at once: some 300 MiB.
_FINDINGS_AT_ONCE = 100_000
_COLUMNS = (
    "dataset", "file", "sheet", "excel_row", "excel_column", "field", "value", "severity", "message", "fix", "rule_id", "status",
    "decision",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FeedbackSummary:
    """What one call told: of how many submissions, and their files with marked cells.

    ``is_bulk``: there were too many submissions to mark their files unasked.
    """

    submissions: int
    workbooks: Sequence[MarkedFile]
    is_bulk: bool


def write_feedback(settings: Settings, database: Database, partition: Partition) -> FeedbackSummary:
    """Write the feedback of every submission of whose sender something else is to be told than at the last call.

    A mark beside the folders remembers what was told, so the next call makes good one that was cut short.
    """
    told, now = read_told(settings, partition), told_now(settings, database, partition)
    senders = fresh_senders(database, partition, told, now)
    if not senders:
        write_told(settings, partition, now)
        return FeedbackSummary(0, (), is_bulk=False)
    is_bulk = len(senders) > settings.marked_submissions
    submissions, workbooks = 0, []
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        bind_validated(engine, settings, database, partition)
        for some in _batches(engine, senders):
            make_reports(engine, database, partition, some)
            reports = _write_findings(engine, settings.workspace)
            marked = [] if is_bulk else write_workbooks(settings, database, reports)
            _write_pages(settings.workspace, reports, marked)
            submissions += len(reports)
            workbooks += marked
    write_told(settings, partition, now)
    return FeedbackSummary(submissions, workbooks, is_bulk)


def _batches(engine: Engine, senders: Sequence[str]) -> Iterator[list[str]]:
    """The senders in batches of about as many findings as fit into memory."""
    rows = engine.rows("SELECT sender_code, count(*) FROM finding GROUP BY sender_code")
    counted = {sender: int(str(findings)) for sender, findings in rows}
    batch: list[str] = []
    findings = 0
    for sender in senders:
        batch.append(sender)
        findings += counted.get(sender, 0)
        if findings >= _FINDINGS_AT_ONCE:
            yield batch
            batch, findings = [], 0
    if batch:
        yield batch


def _write_pages(workspace: Workspace, reports: Sequence[Report], marked: Sequence[MarkedFile]) -> None:
    """ket_qua.html of each report, with links to its files with marked cells."""
    texts = feedback_texts()
    targets: dict[str, list[Path]] = defaultdict(list)
    for file in marked:
        if file.target:
            targets[file.submission_id].append(file.target)
    for report in reports:
        folder = folder_of(workspace, report)
        links = [target.relative_to(folder).as_posix() for target in targets[report.submission_id]]
        replace_file(folder / "ket_qua.html", page(report, texts, links).encode())


def _write_findings(engine: Engine, workspace: Workspace) -> list[Report]:
    """findings.json and findings.csv of each row of table ``report``; answers the reports."""
    texts = feedback_texts()
    engine.execute((_FOLDER / "macros.sql").read_text(encoding="utf-8"))
    engine.bind_arrow("label", _labels(texts))
    header = ",".join(f'"{texts(column)}"' for column in _COLUMNS) + "\r\n"
    told = engine.rows((_FOLDER / "feedback.sql").read_text(encoding="utf-8"), {"language": texts.language})
    for period, sender_code, submission_id, findings, lines in told:
        folder = submission_folder(workspace, str(period), str(sender_code), str(submission_id))
        replace_file(folder / "findings.json", str(findings).encode())
        # The mark at the start tells spreadsheets that this is UTF-8.
        replace_file(folder / "findings.csv", f"{header}{lines}".encode("utf-8-sig"))
    return list(read_reports(engine, texts.language))


def _labels(texts: Texts) -> pa.Table:
    """What people read for the names in findings: (dataset, field), (dataset, '') and ('', severity or status) → label."""
    names = {("", word): texts(word) for word in ("error", "query", "open", "explained", "waived")} | dict(
        load_labels(texts.language).names
    )
    rows = [{"dataset": dataset, "name": name, "label": label} for (dataset, name), label in names.items()]
    return pa.Table.from_pylist(rows)
