"""Whether accepted rows keep the contract of their dataset: a second opinion on the compiled rules, before the rows come into force."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.staging import Partition, Staging
from schemas.arrow import typed_schema
from schemas.catalogue import Catalogue
from schemas.model import Dataset


@dataclass(frozen=True, slots=True)
class ContractResult:
    """Rows looked at, and column → number of cells that break the contract."""

    rows: int
    failures: dict[str, int]


def check_contracts(
    staging: Staging, catalogue: Catalogue, partition: Partition, parts: Sequence[str]
) -> dict[str, ContractResult]:
    """Dataset → what its contract says of every row of some parts that no error rejected."""
    return {
        dataset.name: _check_contract(_NotRejected(staging, partition, parts, dataset))
        for dataset in catalogue.datasets.values()
    }


@dataclass(frozen=True, slots=True)
class _NotRejected:
    """The rows of a dataset that no error rejected, at most a row group of a part at a time; texts are dictionaries."""

    staging: Staging
    partition: Partition
    parts: Sequence[str]
    dataset: Dataset

    def __iter__(self) -> Iterator[pa.Table]:
        texts = {column.name for column in typed_schema(self.dataset) if column.type == pa.string()}
        for path, rejected in self._files():
            with pq.ParquetFile(path, read_dictionary=sorted(texts & set(pq.read_schema(path).names))) as file:
                for group in range(file.num_row_groups):
                    rows = file.read_row_group(group)
                    is_rejected = pc.is_in(rows["row_id"], value_set=rejected)
                    yield _with_every_column(rows.filter(pc.invert(is_rejected)), self.dataset)

    def count(self) -> int:
        return sum(pq.read_metadata(path).num_rows - len(rejected) for path, rejected in self._files())

    def _files(self) -> Iterator[tuple[Path, "pa.Array[Any]"]]:
        """The typed rows of each part that has some, and the ids of those that were rejected."""
        for part in self.parts:
            path = self.staging.part("typed", self.partition, part, self.dataset.name)
            if path.exists():
                outcomes = pq.read_table(self.staging.part("outcomes", self.partition, part, self.dataset.name))
                yield path, outcomes.filter(pc.field("outcome") == "rejected")["row_id"].combine_chunks()


def _check_contract(accepted: _NotRejected) -> ContractResult:
    # pandas and pandera take a second to import: only here.
    from schemas.contracts import keep_contract, violations

    rows = accepted.count()
    failures: Counter[str] = Counter()
    if rows and not keep_contract(accepted.dataset, accepted):
        for table in accepted:
            for violation in violations(accepted.dataset, table):
                failures[violation.column] += violation.count
    return ContractResult(rows, dict(failures))


def _with_every_column(rows: pa.Table, dataset: Dataset) -> pa.Table:
    """A part lacks the columns that no sheet has."""
    for column in typed_schema(dataset):
        if column.name not in rows.column_names:
            rows = rows.append_column(column, pa.nulls(rows.num_rows, column.type))
    return rows
