"""Whether accepted rows keep the contract of their dataset: a second opinion on the compiled rules."""

from collections import Counter
from dataclasses import dataclass

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging, bind_in_force
from schemas.catalogue import Dataset

# Rows that stand in pandas at once; a million go through in some 2 s.
_BATCH = 200_000


@dataclass(frozen=True, slots=True)
class ContractResult:
    """Rows looked at, and column → number of cells that break the contract."""

    rows: int
    failures: dict[str, int]


def check_contract(settings: Settings, database: Database, partition: Partition, dataset: Dataset) -> ContractResult:
    """Check every accepted row in force of one dataset."""
    from schemas.contracts import violations

    staging = Staging(settings.workspace.staging)
    failures: Counter[str] = Counter()
    rows = 0
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        if not bind_in_force(engine, "typed", database, staging, "typed", [partition], dataset.name):
            return ContractResult(0, {})
        for batch in engine.batches("SELECT * FROM typed WHERE outcome <> 'rejected'", _BATCH):
            rows += batch.num_rows
            for violation in violations(dataset, pa.Table.from_batches([batch])):
                failures[violation.column] += violation.count
    return ContractResult(rows, dict(failures))
