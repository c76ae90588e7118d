"""Whether anything has changed since a period was compared, told without reading a row."""

import hashlib
from functools import cache
from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy import func, select

from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.staging import LATER_SOURCES, Partition, Staging
from pipelines.state.models import ValidatedSender
from schemas.catalogue import load_catalogue

SOURCE = "comparison"
_STATEMENTS = Path(__file__).parent


def partitions_by_period(database: Database) -> dict[Period, list[Partition]]:
    """Every period with its partitions that were validated at least once, both in order."""
    by_period: dict[Period, list[Partition]] = {}
    for partition in sorted(_last_parts(database), key=lambda p: (Period.parse(p.period).order, p.province_code)):
        by_period.setdefault(Period.parse(partition.period), []).append(partition)
    return by_period


def waiting_periods(settings: Settings, database: Database) -> list[Period]:
    """Periods of which something changed since they were compared, in themselves or in those before, in order of time."""
    fingerprints = _fingerprints(settings, database)
    return [period for period, fingerprint in fingerprints.items() if _compared(settings, period) != fingerprint]


def fingerprint_of(settings: Settings, database: Database, period: Period) -> str:
    """What a comparison that begins now looks at."""
    return _fingerprints(settings, database)[period]


def remember_compared(settings: Settings, period: Period, fingerprint: str) -> None:
    path = _mark(settings, period)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(fingerprint)


def _fingerprints(settings: Settings, database: Database) -> dict[Period, str]:
    """Of every period: the parts in force there and before, what was found later before, and the rules.

    A pass puts a part in force whose number is above all others, so the last part tells of any change.
    """
    staging = Staging(settings.workspace.staging)
    parts = _last_parts(database)
    digest = hashlib.sha256(_version().encode())
    fingerprints = {}
    for period, partitions in partitions_by_period(database).items():
        digest.update(repr([(partition, parts[partition]) for partition in partitions]).encode())
        fingerprints[period] = digest.hexdigest()[:16]
        for partition in partitions:
            for path in (staging.later_findings(source, partition) for source in LATER_SOURCES):
                digest.update(str(path.stat().st_mtime_ns if path.exists() else 0).encode())
    return fingerprints


def _last_parts(database: Database) -> dict[Partition, str]:
    key = (ValidatedSender.period, ValidatedSender.province_code)
    with database.connect() as connection:
        rows = connection.execute(select(*key, func.max(ValidatedSender.part)).group_by(*key))
        return {Partition(period, province): part for period, province, part in rows}


@cache
def _version() -> str:
    digest = hashlib.sha256(load_catalogue().version.encode())
    for path in sorted([*_STATEMENTS.rglob("*.sql"), *_STATEMENTS.glob("*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _compared(settings: Settings, period: Period) -> str:
    mark = _mark(settings, period)
    return mark.read_text() if mark.exists() else ""


def _mark(settings: Settings, period: Period) -> Path:
    return settings.workspace.staging / "later_findings" / SOURCE / period.name / ".compared"
