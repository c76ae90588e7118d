"""What a release was made from: the versions of schema and code, the submissions in force, the state of staging."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy import select

from pipelines.engine import Engine
from pipelines.settings import Settings
from pipelines.staging import LATER_SOURCES, Staging, validated_partitions
from pipelines.state.database import bulk
from pipelines.state.models import ValidatedSender
from schemas.catalogue import load_catalogue
from schemas.marts import MARTS

# What makes a release out of staging; the steps before speak through staging itself.
_SOURCES = (Path(__file__).parent, Path(__file__).parents[1] / "marts")
_FILES = "SELECT submission_id, name, sha256 FROM submitted_file"
# A refused file has no rows, but findings.
_INPUTS = """
SELECT f.*
FROM submitted_file AS f
SEMI JOIN (
    SELECT submission_id, file AS name FROM fact_submission
    UNION ALL
    SELECT submission_id, file FROM fact_finding
) AS in_force USING (submission_id, name)
ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class Versions:
    """``schema``: the ministry catalogue and the description of the marts; ``code``: our version and the sources that make releases."""

    schema: str
    code: str


@cache
def versions() -> Versions:
    sources = [path for folder in _SOURCES for path in folder.rglob("*") if path.suffix in (".py", ".sql")]
    return Versions(
        schema=f"{load_catalogue().version}-{_hash_of(sorted(MARTS.glob('*.csv')))}",
        code=f"{version('csdl')}-{_hash_of(sorted(sources))}",
    )


def _hash_of(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def staging_fingerprint(settings: Settings, database: Database) -> str:
    """What this installation would publish now, without reading the data: parts in force, later findings, links, versions.

    It changes whenever a step has written something; it is cheap and means nothing outside this installation.
    """
    staging = Staging(settings.workspace.staging)
    digest = hashlib.sha256(repr(versions()).encode())
    columns = (ValidatedSender.period, ValidatedSender.province_code, ValidatedSender.sender_code, ValidatedSender.part)
    with database.connect() as connection:
        for row in connection.execute(select(*columns).order_by(*columns)):
            digest.update(repr(tuple(row)).encode())
    for partition in validated_partitions(database):
        files = {kind: staging.links(kind, partition) for kind in ("learner", "staff")}
        files["standing"] = staging.verifications(partition)
        files |= {source: staging.later_findings(source, partition) for source in LATER_SOURCES}
        for name, path in files.items():
            if path.exists():
                state = path.stat()
                digest.update(f"{partition} {name} {state.st_size} {state.st_mtime_ns}".encode())
    return digest.hexdigest()


def write_inputs(engine: Engine, database: Database, path: Path) -> int:
    """Write the files in force as CSV (submission_id, name, sha256), ordered; answers how many.

    Needs ``fact_submission`` and ``fact_finding``: of a submission that was replaced in part only the rest is in force.
    """
    with bulk(database) as state:
        engine.bind_arrow("submitted_file", state.read_texts(_FILES))
    return engine.write_csv(_INPUTS, path)
