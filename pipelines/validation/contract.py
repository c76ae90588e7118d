"""Whether accepted rows keep the contract of their dataset: a second opinion on the compiled rules, on a sample."""

from dataclasses import dataclass

from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging, bind_in_force
from schemas.catalogue import Dataset

# Rows looked at in a dataset; pandera takes some 25 s for a million, the SQL whose work it looks over 2 s.
_SAMPLE = 2000


@dataclass(frozen=True, slots=True)
class ContractResult:
    """Rows looked at, and column → number of cells that break the contract."""

    rows: int
    failures: dict[str, int]


def check_contract(settings: Settings, database: Database, partition: Partition, dataset: Dataset) -> ContractResult:
    """Check accepted rows in force, spread over the partition; the same rows give the same sample."""
    from schemas.contracts import violations

    staging = Staging(settings.workspace.staging)
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        if not bind_in_force(engine, "typed", database, staging, "typed", [partition], dataset.name):
            return ContractResult(0, {})
        engine.execute(
            "CREATE TEMP TABLE chosen AS SELECT row_id FROM typed WHERE outcome <> 'rejected' "
            "ORDER BY hash(row_id), row_id LIMIT $sample",
            {"sample": _SAMPLE},
        )
        rows = engine.arrow("SELECT typed.* FROM typed SEMI JOIN chosen USING (row_id)")
    failures: dict[str, int] = {}
    for violation in violations(dataset, rows):
        failures[violation.column] = failures.get(violation.column, 0) + violation.count
    return ContractResult(rows.num_rows, failures)
