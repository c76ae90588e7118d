"""Marking one file of a submission. Imported by the processes that do it, so it imports little."""

import json
from dataclasses import dataclass
from pathlib import Path

from pipelines.feedback.annotated import annotated_workbook
from pipelines.feedback.folder import replace_file
from pipelines.feedback.labels import feedback_texts
from pipelines.feedback.report import Report
from pipelines.intake.formats.sheet import RefusedFileError


@dataclass(frozen=True, slots=True)
class FileToMark:
    """The file ``name`` of a submission, archived at ``path``; ``header_rows`` by sheet."""

    name: str
    path: Path
    target: Path
    # findings.json of the submission.
    findings: Path
    header_rows: dict[str, int]
    report: Report


def mark(task: FileToMark) -> bool:
    """Write the annotated copy; False where the file cannot be opened."""
    findings = json.loads(task.findings.read_text(encoding="utf-8"))["findings"]
    try:
        content = annotated_workbook(
            task.name, task.path.read_bytes(), task.report, findings, task.header_rows, feedback_texts()
        )
    except RefusedFileError:
        return False
    replace_file(task.target, content)
    return True
