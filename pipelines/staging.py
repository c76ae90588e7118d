"""Where the steps leave their files for the next step, and which of them are in force."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Engine as Database
from sqlalchemy import select

from pipelines.engine import quote_identifier, sql_type
from pipelines.state.models import ValidatedSender
from schemas.arrow import typed_schema
from schemas.model import Dataset

# Kinds of files that belong to a part: per dataset (filled cells are counted by the comparison), and per partition.
DATASET_KINDS = ("typed", "outcomes", "filled")
PARTITION_KINDS = ("findings", "reconciliation")
# The steps after validation that find something, in their order.
LATER_SOURCES = ("comparison", "verification")


@dataclass(frozen=True, slots=True, order=True)
class Partition:
    """The unit of work: one period of one province."""

    period: str
    province_code: str

    def __str__(self) -> str:
        return f"{self.period}/{self.province_code}"


@dataclass(frozen=True, slots=True)
class Staging:
    """Paths under ``staging/``."""

    root: Path

    def raw(self, dataset: str, partition: Partition) -> Path:
        """Folder of the raw batches of a dataset."""
        return self.root / "raw" / dataset / partition.period / partition.province_code

    def folder(self, kind: str, partition: Partition, dataset: str | None = None) -> Path:
        """Folder of the parts of one kind; ``dataset`` is given for kinds that have a file per dataset."""
        base = self.root / kind / dataset if dataset else self.root / kind
        return base / partition.period / partition.province_code

    def part(self, kind: str, partition: Partition, part: str, dataset: str | None = None) -> Path:
        return self.folder(kind, partition, dataset) / f"{part}.parquet"

    def links(self, kind: str, partition: Partition) -> Path:
        """Links of submitted rows to persons; ``kind`` is learner or staff."""
        return self.root / "links" / kind / partition.period / f"{partition.province_code}.parquet"

    def later_findings(self, source: str, partition: Partition) -> Path:
        """What a step after validation found; ``source`` is one of LATER_SOURCES."""
        return self.root / "later_findings" / source / partition.period / f"{partition.province_code}.parquet"

    def verifications(self, partition: Partition) -> Path:
        """How rows in force stand with the population register."""
        return self.root / "verifications" / partition.period / f"{partition.province_code}.parquet"

    def remove_damaged(self, partition: Partition) -> list[Path]:
        """Remove the files of a partition that cannot be read, so that they are made again; answers which. Reads them all."""
        place = f"{partition.period}/{partition.province_code}"
        patterns = [f"{kind}/{place}{file}.parquet" for kind in ("*", "*/*") for file in ("", "/*")]
        damaged = [path for pattern in patterns for path in self.root.glob(pattern) if not _is_whole(path)]
        for path in damaged:
            path.unlink()
        return damaged


def parts_in_force(database: Database, partition: Partition) -> dict[str, list[str]]:
    """Part → the senders whose rows it holds now."""
    statement = select(ValidatedSender.part, ValidatedSender.sender_code).where(
        ValidatedSender.period == partition.period, ValidatedSender.province_code == partition.province_code
    )
    parts: dict[str, list[str]] = {}
    with database.connect() as connection:
        for part, sender_code in connection.execute(statement):
            parts.setdefault(part, []).append(sender_code)
    return parts


def validated_partitions(database: Database) -> list[Partition]:
    """Every partition that was validated at least once, in order."""
    statement = select(ValidatedSender.period, ValidatedSender.province_code).distinct()
    with database.connect() as connection:
        return sorted(Partition(period, province) for period, province in connection.execute(statement))


def _is_whole(path: Path) -> bool:
    try:
        for _ in pq.ParquetFile(path).iter_batches():
            pass
    except PermissionError:
        return True
    except (OSError, pa.ArrowInvalid):
        return False
    return True


def typed_columns(dataset: Dataset, path: Path) -> str:
    """The select list that reads a typed part with every column of its dataset: a part holds only those some sheet has."""
    return typed_select(dataset, pq.read_schema(path).names)


def typed_select(dataset: Dataset, present: Collection[str]) -> str:
    """The select list that reads typed rows with every column of their dataset, of which only some are ``present``."""
    return ", ".join(
        f"t.{quote_identifier(column.name)}"
        if column.name in present
        else f"NULL::{sql_type(column.type)} AS {quote_identifier(column.name)}"
        for column in typed_schema(dataset)
    )
