"""What is in force in some partitions, as views that read all their parts in one scan.

A nation over some years is a thousand parts: to plan a union of as many scans takes longer than to run it, and far more memory.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.engine import Engine, quote_identifier, quote_list
from pipelines.later_findings.in_force import later_findings, later_outcomes, later_reconciliation, with_status
from pipelines.staging import LATER_SOURCES, Partition, Staging, parts_in_force, typed_select
from schemas.arrow import typed_schema
from schemas.catalogue import load_catalogue

_ROWS = Path(__file__).with_name("rows.sql")


@dataclass(frozen=True, slots=True)
class InForce:
    """Binds rows in force; ``parts`` are numbered, and table ``senders`` (part, sender_code) says whose rows each holds."""

    engine: Engine
    staging: Staging
    parts: Sequence[tuple[Partition, str]]
    senders: str

    @classmethod
    def of(
        cls,
        engine: Engine,
        database: Database,
        staging: Staging,
        partitions: Iterable[Partition],
        senders: str = "sender_in_force",
    ) -> "InForce":
        """What is in force now; ``senders`` is the name of a table of its own."""
        parts: list[tuple[Partition, str]] = []
        numbers: list[int] = []
        codes: list[str] = []
        for partition in partitions:
            for part, its in parts_in_force(database, partition).items():
                numbers += [len(parts)] * len(its)
                codes += its
                parts.append((partition, part))
        columns: list[pa.Array[Any]] = [pa.array(numbers, pa.int64()), pa.array(codes, pa.string())]
        engine.bind_arrow(senders, pa.table(columns, names=["part", "sender_code"]))
        return cls(engine, staging, parts, senders)

    def bind(self, name: str, kind: str, dataset: str | None = None, later: Sequence[str] = LATER_SOURCES) -> bool:
        """A view ``name`` of the rows of one kind.

        ``period`` and ``province_code`` of the partition are added, unless the dataset has a field of that name (schools say their
        province). Typed rows have every column of ``typed_schema`` and their ``outcome`` (accepted, queried or rejected). ``later``: the
        sources of later findings that are among the findings and decide outcomes. Returns False, and binds nothing, where no such file
        exists yet.
        """
        files = self._files(kind, dataset)
        if not files:
            return False
        told = self._later_files(later)
        rows = (
            self._typed(name, files, dataset, list(told))
            if kind == "typed" and dataset
            else self._plain(name, files, added=("period", "province_code"))
        )
        if kind == "reconciliation" and told:
            outcomes = {
                path: part for its in load_catalogue().datasets for path, part in self._files("outcomes", its).items()
            }
            # None where all files were refused.
            if outcomes:
                rows = later_reconciliation(rows, self._plain(f"{name}_outcome", outcomes), list(told))
        if kind == "findings":
            rows = with_status(" UNION ALL BY NAME ".join([rows, *self._later_findings(name, told)]))
        self.engine.execute(f"CREATE OR REPLACE TEMP VIEW {quote_identifier(name)} AS {rows}")
        return True

    def _files(self, kind: str, dataset: str | None = None) -> dict[Path, int]:
        """The files of a kind that exist → the number of their part."""
        paths = (self.staging.part(kind, partition, part, dataset) for partition, part in self.parts)
        return {path: number for number, path in enumerate(paths) if path.exists()}

    def _later_files(self, sources: Sequence[str]) -> dict[Path, Partition]:
        partitions = dict.fromkeys(partition for partition, _ in self.parts)
        paths = {self.staging.later_findings(source, p): p for p in partitions for source in sources}
        return {path: partition for path, partition in paths.items() if path.exists()}

    def _plain(self, name: str, files: Mapping[Path, int], added: Sequence[str] = ()) -> str:
        own = self._columns(files) if added else []
        partition = [f"f.{column}" for column in added if column not in own]
        return self._rows(name, files, [*partition, "t.* EXCLUDE (filename)"])

    def _typed(self, name: str, files: Mapping[Path, int], dataset: str, later: Sequence[Path]) -> str:
        schema = load_catalogue().datasets[dataset]
        own = typed_schema(schema).names
        partition = [f"f.{column}" for column in ("period", "province_code") if column not in own]
        outcomes = self._plain(f"{name}_outcome", self._files("outcomes", dataset))
        joins = [f"LEFT JOIN ({outcomes}) AS o ON o.row_id = t.row_id"]
        outcome = "coalesce(o.outcome, 'accepted')"
        if later:
            joins.append(f"LEFT JOIN ({later_outcomes(later)}) AS l ON l.row_id = t.row_id")
            outcome = (
                "CASE WHEN 'rejected' IN (o.outcome, l.outcome) THEN 'rejected' "
                "ELSE coalesce(o.outcome, l.outcome, 'accepted') END"
            )
        typed = typed_select(schema, self._columns(files))
        return self._rows(name, files, [*partition, typed, f"{outcome} AS outcome"], joins)

    def _later_findings(self, name: str, told: Mapping[Path, Partition]) -> Iterable[str]:
        """The select of the later findings on sheets in force."""
        if told:
            province = f"later_file_of_{name}"
            columns = [
                pa.array([str(path) for path in told]),
                pa.array([partition.province_code for partition in told.values()]),
            ]
            self.engine.bind_arrow(province, pa.table(columns, names=["filename", "province_code"]))
            sheets = self._rows(
                f"{name}_sheet",
                self._files("reconciliation"),
                ["t.submission_id", "t.dataset", "t.file", "t.sheet"],
            )
            yield later_findings(list(told), quote_identifier(province), sheets)

    def _rows(self, name: str, files: Mapping[Path, int], columns: Sequence[str], joins: Sequence[str] = ()) -> str:
        file = f"file_of_{name}"
        partitions = [self.parts[part][0] for part in files.values()]
        columns_of_file: list[pa.Array[Any]] = [
            pa.array(map(str, files), pa.string()),
            pa.array(files.values(), pa.int64()),
            pa.array([partition.period for partition in partitions], pa.string()),
            pa.array([partition.province_code for partition in partitions], pa.string()),
        ]
        names = ["filename", "part", "period", "province_code"]
        self.engine.bind_arrow(file, pa.table(columns_of_file, names=names))
        return _ROWS.read_text(encoding="utf-8").format(
            columns=",\n    ".join(columns),
            files=quote_list(map(str, files)),
            file=quote_identifier(file),
            joins="\n".join(joins),
            sender=quote_identifier(self.senders),
        )

    def _columns(self, files: Iterable[Path]) -> list[str]:
        listed = quote_list(map(str, files))
        return self.engine.arrow(f"SELECT * FROM read_parquet({listed}, union_by_name = TRUE) LIMIT 0").column_names


def bind_in_force(
    engine: Engine,
    name: str,
    database: Database,
    staging: Staging,
    kind: str,
    partitions: Iterable[Partition],
    dataset: str | None = None,
    later: Sequence[str] = LATER_SOURCES,
) -> bool:
    """``InForce.bind`` for a single kind and dataset."""
    in_force = InForce.of(engine, database, staging, partitions, senders=f"sender_of_{name}")
    return in_force.bind(name, kind, dataset, later)
