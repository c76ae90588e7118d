"""Where the steps leave their files for the next step, and which of them are in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Engine as Database
from sqlalchemy import select

from pipelines.engine import Engine, quote_identifier, quote_text, sql_type
from pipelines.later_findings.in_force import later_findings, later_outcomes, later_reconciliation, with_status
from pipelines.state.models import ValidatedSender
from schemas.arrow import typed_schema
from schemas.catalogue import load_catalogue
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


def bind_in_force(
    engine: Engine,
    name: str,
    database: Database,
    staging: Staging,
    kind: str,
    partitions: list[Partition],
    dataset: str | None = None,
    later: Sequence[str] = LATER_SOURCES,
) -> bool:
    """A view ``name`` of the rows in force of one kind over some partitions.

    ``period`` and ``province_code`` of the partition are added, unless the dataset has a field of that name (schools say their province).
    Typed rows have every column of ``typed_schema`` and their ``outcome`` (accepted, queried or rejected). ``later``: the sources of
    later findings that are among the findings and decide outcomes. Returns False, and binds nothing, where no such file exists yet.
    """
    selects = []
    for partition in partitions:
        if not staging.folder(kind, partition, dataset).exists():
            continue
        found_later = [path for source in later if (path := staging.later_findings(source, partition)).exists()]
        sheets = []
        for part, senders in parts_in_force(database, partition).items():
            path = staging.part(kind, partition, part, dataset)
            if path.exists():
                in_force = f"in_force_{partition.period}_{partition.province_code}_{part}"
                engine.bind_arrow(in_force, pa.table({"sender_code": pa.array(senders, pa.string())}))
                of_part = _OfPart(staging, partition, part, in_force, found_later)
                selects.append(of_part.rows(kind, path, dataset))
                sheets.append(of_part.sheets())
        if kind == "findings" and found_later and sheets:
            counted = later_findings(found_later, " UNION ALL ".join(sheets))
            selects.append(f"SELECT {quote_text(partition.province_code)} AS province_code, * FROM ({counted})")
    if selects:
        rows = " UNION ALL BY NAME ".join(selects)
        in_force = with_status(rows) if kind == "findings" else rows
        engine.execute(f"CREATE OR REPLACE TEMP VIEW {quote_identifier(name)} AS {in_force}")
    return bool(selects)


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
    present = set(pq.read_schema(path).names)
    return ", ".join(
        f"t.{quote_identifier(column.name)}"
        if column.name in present
        else f"NULL::{sql_type(column.type)} AS {quote_identifier(column.name)}"
        for column in typed_schema(dataset)
    )


@dataclass(frozen=True, slots=True)
class _OfPart:
    """What is in force of one part: the rows of the senders in table ``in_force``, as later findings leave them."""

    staging: Staging
    partition: Partition
    part: str
    in_force: str
    later: Sequence[Path]

    def rows(self, kind: str, path: Path, dataset: str | None) -> str:
        own, columns, join = set(pq.read_schema(path).names), "t.*", ""
        source = f"read_parquet({quote_text(str(path))})"
        if kind == "typed" and dataset:
            schema = load_catalogue().datasets[dataset]
            own = set(typed_schema(schema).names)
            outcome, join = self._outcome(dataset)
            columns = f"{typed_columns(schema, path)}, {outcome} AS outcome"
        elif kind == "reconciliation" and self.later:
            datasets = load_catalogue().datasets
            # None where all files of the part were refused.
            if outcomes := [p for name in datasets if (p := self._path("outcomes", name)).exists()]:
                source = f"({later_reconciliation(path, outcomes, self.later)})"
        of_partition = {"period": self.partition.period, "province_code": self.partition.province_code}
        added = [f"{quote_text(value)} AS {name}" for name, value in of_partition.items() if name not in own]
        return self._of_senders(", ".join([*added, columns]), f"{source} AS t {join}")

    def sheets(self) -> str:
        """The names of the sheets in force."""
        path = quote_text(str(self._path("reconciliation")))
        return self._of_senders("t.submission_id, t.dataset, t.file, t.sheet", f"read_parquet({path}) AS t")

    def _outcome(self, dataset: str) -> tuple[str, str]:
        """The outcome of a typed row, and what must be joined to tell it."""
        path = quote_text(str(self._path("outcomes", dataset)))
        join = f"LEFT JOIN read_parquet({path}) AS o ON o.row_id = t.row_id"
        if not self.later:
            return "coalesce(o.outcome, 'accepted')", join
        outcome = (
            "CASE WHEN 'rejected' IN (o.outcome, l.outcome) THEN 'rejected' "
            "ELSE coalesce(o.outcome, l.outcome, 'accepted') END"
        )
        return outcome, f"{join} LEFT JOIN ({later_outcomes(self.later)}) AS l ON l.row_id = t.row_id"

    def _of_senders(self, columns: str, source: str) -> str:
        return f"SELECT {columns} FROM {source} SEMI JOIN {quote_identifier(self.in_force)} AS f ON f.sender_code = t.sender_code"

    def _path(self, kind: str, dataset: str | None = None) -> Path:
        return self.staging.part(kind, self.partition, self.part, dataset)
