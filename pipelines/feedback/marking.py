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
class OpenedFile:
    """A file of a submission that could be read, archived at ``path``; ``header_rows`` by sheet and dataset, of the first such table."""

    name: str
    path: Path
    header_rows: dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class FileToMark:
    """A file and where its copy goes; ``findings`` is the findings.json of its submission."""

    file: OpenedFile
    target: Path
    findings: Path
    report: Report


def mark(task: FileToMark) -> bool | OSError:
    """Write the annotated copy; False where the file cannot be opened, the error where the copy cannot be written."""
    told = json.loads(task.findings.read_text(encoding="utf-8"))["findings"]
    findings = [finding for finding in told if finding["status"] == "open"]
    file = task.file
    try:
        content = annotated_workbook(
            file.name, file.path.read_bytes(), task.report, findings, file.header_rows, feedback_texts()
        )
    except RefusedFileError:
        return False
    try:
        replace_file(task.target, content)
    except OSError as error:
        return error
    return True
