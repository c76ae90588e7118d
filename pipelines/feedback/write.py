"""Writing ``feedback/<period>/<sender>/<submission>/``: ket_qua.html and findings.csv for people, findings.json for programs."""

from pathlib import Path

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.feedback.labels import load_labels
from pipelines.feedback.page import page
from pipelines.feedback.reports import make_reports, read_reports
from pipelines.settings import Settings
from pipelines.staging import Partition, parts_in_force
from pipelines.texts import Texts, chosen_language

_FOLDER = Path(__file__).parent
_COLUMNS = (
    "dataset", "file", "sheet", "excel_row", "excel_column", "field", "value", "severity", "message", "fix", "rule_id",
)  # fmt: skip


def write_feedback(settings: Settings, database: Database, partition: Partition) -> int:
    """Write the feedback of every submission whose sender was validated since the last call; returns how many.

    A mark beside the folders remembers the last part that was told, so the next call makes good one that was cut short.
    """
    folder = settings.workspace.feedback / partition.period
    mark = folder / f".{partition.province_code}"
    told = int(mark.read_text()) if mark.exists() else 0
    parts = {int(part): senders for part, senders in parts_in_force(database, partition).items() if int(part) > told}
    if not parts:
        return 0
    texts = feedback_texts()
    header = ",".join(f'"{texts(column)}"' for column in _COLUMNS) + "\r\n"
    senders = [sender for part in parts.values() for sender in part]
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        make_reports(engine, settings, database, partition, senders)
        rows = _feedback(engine, texts)
        for (sender_code, submission_id, findings, lines), report in zip(
            rows, read_reports(engine, texts.language), strict=True
        ):
            target = folder / sender_code / submission_id
            target.mkdir(parents=True, exist_ok=True)
            _replace(target / "findings.json", findings.encode())
            # The mark at the start tells spreadsheets that this is UTF-8.
            _replace(target / "findings.csv", (header + lines).encode("utf-8-sig"))
            _replace(target / "ket_qua.html", page(report, texts).encode())
    _replace(mark, str(max(parts)).encode())
    return len(rows)


def feedback_texts() -> Texts:
    """The texts of feedback in the chosen language."""
    return Texts(_FOLDER / "texts.csv", chosen_language())


def _feedback(engine: Engine, texts: Texts) -> list[tuple[str, str, str, str]]:
    """Sender, submission, findings.json and the lines of findings.csv of each row of table ``report``, by sender."""
    engine.execute((_FOLDER / "macros.sql").read_text(encoding="utf-8"))
    engine.bind_arrow("label", _labels(texts))
    rows = engine.rows((_FOLDER / "feedback.sql").read_text(encoding="utf-8"), {"language": texts.language})
    return [(str(sender), str(submission), str(findings), str(lines)) for sender, submission, findings, lines in rows]


def _labels(texts: Texts) -> pa.Table:
    """What people read for the names in findings: (dataset, field), (dataset, '') and ('', severity) → label."""
    names = {("", severity): texts(severity) for severity in ("error", "query")} | dict(
        load_labels(texts.language).names
    )
    rows = [{"dataset": dataset, "name": name, "label": label} for (dataset, name), label in names.items()]
    return pa.Table.from_pylist(rows)


def _replace(path: Path, content: bytes) -> None:
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(content)
    partial.replace(path)
