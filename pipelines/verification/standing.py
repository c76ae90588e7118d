"""How the rows in force stand with the population register: ``staging/verifications/``, which marts and findings read."""

from pathlib import Path

from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging
from pipelines.verification.claims import bind_claims
from pipelines.verification.findings import write_findings
from pipelines.verification.ledger import Ledger, has_results
from pipelines.verification.statements import statement


def refresh_standing(settings: Settings, database: Database, partition: Partition) -> None:
    """Bring the standing of a partition up to date after its rows or links changed; costs nothing where nobody was ever asked."""
    if has_results(database):
        with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
            bind_claims(engine, settings, database, partition)
            write_standing(engine, settings, database, partition)


def write_standing(engine: Engine, settings: Settings, database: Database, partition: Partition) -> None:
    """Write the standing of each row that claims what was asked about, and the findings on it; what would not change stays as it is.

    Columns: row_id, kind, person_key, status, mismatched_fields, differences, died_on, checked_on. Table ``claim`` must be there.
    """
    staging = Staging(settings.workspace.staging)
    path = staging.verifications(partition)
    Ledger(engine, database, partition).bind_results()
    engine.execute(f"CREATE OR REPLACE TABLE standing AS {statement('standing')}")
    write_findings(engine, database, staging, partition)
    if _is_changed(engine, path):
        engine.write_parquet("SELECT * FROM standing ORDER BY row_id", path)


def _is_changed(engine: Engine, path: Path) -> bool:
    if not path.exists():
        return bool(engine.value("SELECT count(*) FROM standing"))
    engine.bind_parquet("standing_before", [path])
    return bool(engine.value(statement("standing_changed")))
