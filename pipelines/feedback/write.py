"""Writing ``feedback/<period>/<sender>/<submission>/``: findings.json for programs, findings.csv for people."""

from pathlib import Path

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging, bind_in_force, parts_in_force
from pipelines.texts import Texts, chosen_language
from schemas.catalogue import load_catalogue

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
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        rows = _feedback(engine, settings, database, partition, [s for senders in parts.values() for s in senders])
    texts = Texts(_FOLDER / "texts.csv", chosen_language())
    header = ",".join(f'"{texts(column)}"' for column in _COLUMNS) + "\r\n"
    for sender_code, submission_id, findings, lines in rows:
        target = folder / sender_code / submission_id
        target.mkdir(parents=True, exist_ok=True)
        _replace(target / "findings.json", findings.encode())
        # The mark at the start tells spreadsheets that this is UTF-8.
        _replace(target / "findings.csv", (header + lines).encode("utf-8-sig"))
    _replace(mark, str(max(parts)).encode())
    return len(rows)


def _feedback(
    engine: Engine, settings: Settings, database: Database, partition: Partition, senders: list[str]
) -> list[tuple[str, str, str, str]]:
    staging = Staging(settings.workspace.staging)
    engine.execute((_FOLDER / "macros.sql").read_text(encoding="utf-8"))
    engine.bind_arrow("label", _labels())
    engine.bind_arrow("fresh_sender", pa.table({"sender_code": pa.array(senders, pa.string())}))
    bind_in_force(engine, "finding", database, staging, "findings", [partition])
    bind_in_force(engine, "reconciliation", database, staging, "reconciliation", [partition])
    statement = (_FOLDER / "feedback.sql").read_text(encoding="utf-8")
    rows = engine.rows(statement, {"period": partition.period, "language": chosen_language()})
    return [(str(sender), str(submission), str(findings), str(lines)) for sender, submission, findings, lines in rows]


def _labels() -> pa.Table:
    """What people read for the names in findings: (dataset, field), (dataset, '') and ('', severity) → label."""
    language = chosen_language()
    texts = Texts(_FOLDER / "texts.csv", language)
    rows = [("", severity, texts(severity)) for severity in ("error", "query")]
    for dataset in load_catalogue().datasets.values():
        rows.append((dataset.name, "", dataset.label(language)))
        rows += [(dataset.name, field.name, field.label(language)) for field in dataset.columns]
    return pa.Table.from_pylist([dict(zip(("dataset", "name", "label"), row, strict=True)) for row in rows])


def _replace(path: Path, content: bytes) -> None:
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(content)
    partial.replace(path)
