"""Findings in force, grouped so that a person can act on them: by rule over all, by cause for one school."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.in_force import bind_in_force
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging, validated_partitions

_FOLDER = Path(__file__).parent

Group = dict[str, object]


def findings_by_rule(
    settings: Settings,
    database: Database,
    partitions: Sequence[Partition] | None = None,
    *,
    rule: str = "",
    period: str = "",
) -> list[Group]:
    """One row per severity, rule and dataset: findings, those still open, senders, texts; errors first, then the most frequent."""
    return _grouped(settings, database, partitions, period, "findings_by_rule", {"rule": rule})


def findings_by_cause(
    settings: Settings, database: Database, school: str, *, rule: str = "", period: str = ""
) -> list[Group]:
    """One row per cause in what one school (or sender) handed in, of one period or of each, with its first and last row."""
    return _grouped(settings, database, None, period, "findings_by_cause", {"school": school, "rule": rule})


def _grouped(
    settings: Settings,
    database: Database,
    partitions: Sequence[Partition] | None,
    period: str,
    name: str,
    parameters: dict[str, str],
) -> list[Group]:
    staging = Staging(settings.workspace.staging)
    every = validated_partitions(database) if partitions is None else partitions
    wanted = [partition for partition in every if period in ("", partition.period)]
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        if not bind_in_force(engine, "finding", database, staging, "findings", wanted):
            return []
        statement = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
        groups: list[Group] = engine.arrow(statement, parameters).to_pylist()
        return groups
