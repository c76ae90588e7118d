"""Whether accepted rows keep the contract of their dataset: a second opinion on the compiled rules."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import Engine as Database

from pipelines.settings import Settings
from pipelines.staging import Partition, Staging, parts_in_force
from schemas.arrow import typed_schema
from schemas.model import Dataset


@dataclass(frozen=True, slots=True)
class ContractResult:
    """Rows looked at, and column → number of cells that break the contract."""

    rows: int
    failures: dict[str, int]


def check_contract(settings: Settings, database: Database, partition: Partition, dataset: Dataset) -> ContractResult:
    """Check every accepted row in force of one dataset."""
    from schemas.contracts import violations

    failures: Counter[str] = Counter()
    rows = 0
    for accepted in _accepted_rows(Staging(settings.workspace.staging), database, partition, dataset):
        rows += accepted.num_rows
        for violation in violations(dataset, accepted):
            failures[violation.column] += violation.count
    return ContractResult(rows, dict(failures))


def _accepted_rows(staging: Staging, database: Database, partition: Partition, dataset: Dataset) -> Iterator[pa.Table]:
    """The accepted rows in force, at most a row group of a part at a time; texts are dictionaries."""
    texts = {column.name for column in typed_schema(dataset) if column.type == pa.string()}
    for part, senders in parts_in_force(database, partition).items():
        path = staging.part("typed", partition, part, dataset.name)
        if not path.exists():
            continue
        outcomes = pq.read_table(staging.part("outcomes", partition, part, dataset.name))
        rejected = outcomes.filter(pc.field("outcome") == "rejected")["row_id"]
        with pq.ParquetFile(path, read_dictionary=sorted(texts & set(pq.read_schema(path).names))) as file:
            for group in range(file.num_row_groups):
                rows = file.read_row_group(group)
                is_rejected = pc.is_in(rows["row_id"], value_set=rejected.combine_chunks())
                is_in_force = pc.is_in(rows["sender_code"], value_set=pa.array(senders, pa.string()))
                yield _with_every_column(rows.filter(pc.and_not(is_in_force, is_rejected)), dataset)


def _with_every_column(rows: pa.Table, dataset: Dataset) -> pa.Table:
    """A part lacks the columns that no sheet has."""
    for column in typed_schema(dataset):
        if column.name not in rows.column_names:
            rows = rows.append_column(column, pa.nulls(rows.num_rows, column.type))
    return rows
