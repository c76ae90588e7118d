"""Comparing one period: the rules that look across schools and collections, asked of all provinces at once."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine as Database

from pipelines.comparison.bind import bind_collections
from pipelines.comparison.fingerprint import fingerprint_of, partitions_by_period, remember_compared
from pipelines.comparison.rows import COMPARED_DATASETS
from pipelines.comparison.telling import tell_partitions
from pipelines.engine import Engine
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.staging import Partition
from pipelines.validation.rules import add_findings, statements_in
from schemas.catalogue import load_catalogue

RULES = Path(__file__).with_name("rules")


@dataclass(frozen=True, slots=True)
class ComparisonSummary:
    """Findings by rule, seconds by rule (those of binding under ""), and the partitions whose later findings changed."""

    findings: Mapping[str, int] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    changed: tuple[Partition, ...] = ()


def compare_period(settings: Settings, database: Database, period: Period) -> ComparisonSummary:
    """Compare the schools of a period with each other and with what was accepted before; write it as later findings.

    The files of its provinces are put in place one by one, each whole. A run that dies in between is made good by the next: only at the
    end is the period remembered as compared.
    """
    # Whatever is validated while the rules run makes the period wait again.
    fingerprint = fingerprint_of(settings, database, period)
    by_period = partitions_by_period(database)
    with (
        TemporaryDirectory(dir=settings.workspace.temporary) as folder,
        Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine,
    ):
        start = time.perf_counter()
        bind_collections(engine, settings, database, period, by_period, Path(folder))
        seconds = {"": time.perf_counter() - start} | ask_rules(engine, period)
        _bind_schools_of_rows(engine)
        rows = engine.rows("SELECT rule_id, count(*) FROM finding GROUP BY rule_id ORDER BY rule_id")
        changed = tell_partitions(engine, settings, database, period.name, by_period[period])
    remember_compared(settings, period, fingerprint)
    return ComparisonSummary({str(rule): int(str(n)) for rule, n in rows}, seconds, tuple(changed))


def ask_rules(engine: Engine, period: Period) -> dict[str, float]:
    """Add to table ``finding`` what the rules in force at the census date find; answers the seconds that each took."""
    seconds: dict[str, float] = {}
    for asked in statements_in(RULES, load_catalogue()):
        if asked.rule.holds_at(period.census_date):
            start = time.perf_counter()
            engine.execute("SET VARIABLE this_dataset = $dataset", {"dataset": asked.dataset})
            add_findings(engine, asked.rule, asked.dataset, asked.select)
            seconds[asked.rule.id] = seconds.get(asked.rule.id, 0) + time.perf_counter() - start
    return seconds


def _bind_schools_of_rows(engine: Engine) -> None:
    """Table ``school_of_row``: whose the rows are that findings point to."""
    union = " UNION ALL ".join(f"SELECT row_id, school_code FROM {name}" for name in COMPARED_DATASETS)
    engine.execute(f"CREATE TEMP TABLE school_of_row AS SELECT * FROM ({union}) SEMI JOIN finding USING (row_id)")
