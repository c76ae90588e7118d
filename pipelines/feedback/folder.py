"""Where the feedback on a submission lies, and how its files are written."""

from pathlib import Path

from pipelines.feedback.report import Report
from pipelines.partial import partial_of
from pipelines.settings import Workspace


def submission_folder(workspace: Workspace, period: str, sender_code: str, submission_id: str) -> Path:
    """``feedback/<period>/<sender>/<submission>/``."""
    return workspace.feedback / period / sender_code / submission_id


def folder_of(workspace: Workspace, report: Report) -> Path:
    return submission_folder(workspace, report.period, report.sender_code, report.submission_id)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and the folders that lead to it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_of(path)
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
