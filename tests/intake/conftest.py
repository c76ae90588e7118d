"""An installation of its own for each test, and how to look into it."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import select

from pipelines.intake.protocol import ROW_IDS_PER_SHEET
from pipelines.intake.read import ReadSummary, partitions_to_read, read_partition
from pipelines.intake.receive import Receipt, receive_files, receive_landing
from pipelines.periods import Period
from pipelines.settings import Settings, Workspace
from pipelines.staging import Partition, Staging
from pipelines.state.database import open_database
from pipelines.state.models import IntakeFinding, Sheet, SubmittedFile

SCHOOL = "79760501"
PERIOD = Period.parse("2025-2026-dau-nam")
PARTITION = Partition(PERIOD.name, "79")

Row = dict[str, Any]


@dataclass
class Installation:
    settings: Settings
    database: Database

    def land(self, name: str, content: bytes, sender: str = SCHOOL, period: str = PERIOD.name) -> Path:
        path = self.settings.workspace.landing / period / sender / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def receive(self) -> list[Receipt]:
        return receive_landing(self.settings, self.database)

    def submit(self, *paths: Path, sender: str = SCHOOL) -> Receipt:
        return receive_files(self.settings, self.database, paths, sender_code=sender, period=PERIOD)[0]

    def read(self) -> ReadSummary:
        (partition,) = partitions_to_read(self.database)
        return read_partition(self.settings, self.database, partition)

    def table(self, model: type[Any]) -> list[Row]:
        with self.database.connect() as connection:
            return [dict(row) for row in connection.execute(select(model.__table__)).mappings()]

    def statuses(self) -> dict[str, str]:
        return {row["name"]: row["status"] for row in self.table(SubmittedFile)}

    def findings(self) -> list[Row]:
        names = {row["file_id"]: row["name"] for row in self.table(SubmittedFile)}
        return [row | {"file": names[row["file_id"]]} for row in self.table(IntakeFinding)]

    def rules(self) -> list[str]:
        return sorted(row["rule_id"] for row in self.table(IntakeFinding))

    def datasets(self) -> list[str]:
        return sorted({row["dataset"] for row in self.table(Sheet)})

    def rows(self, dataset: str = "student") -> list[Row]:
        """The staged rows of the sheets on record; ``file``, ``sheet`` and ``excel_row`` say the place."""
        files = {row["file_id"]: row["name"] for row in self.table(SubmittedFile)}
        sheets = {row["sheet_id"]: row for row in self.table(Sheet) if row["dataset"] == dataset}
        folder = Staging(self.settings.workspace.staging).raw(dataset, PARTITION)
        parts = sorted({sheet["part"] for sheet in sheets.values()})
        tables = [pq.read_table(folder / f"{part}.parquet") for part in parts]
        rows = pa.concat_tables(tables, promote_options="default").to_pylist() if tables else []
        for row in rows:
            sheet_id, row["excel_row"] = divmod(row.pop("row_id"), ROW_IDS_PER_SHEET)
            row |= {"sheet": sheets[sheet_id]["name"], "file": files[sheets[sheet_id]["file_id"]]}
        return rows

    def within(self, **limits: Any) -> "Installation":
        """The same installation with other limits."""
        return Installation(replace(self.settings, **limits), self.database)


def install(folder: Path, empty_database: Path) -> Installation:
    workspace = Workspace(folder / "workspace")
    workspace.create()
    shutil.copy(empty_database, folder)
    settings = replace(
        Settings.from_environment(),
        workspace=workspace,
        database_url=f"sqlite:///{folder / empty_database.name}",
        workers=1,
        reader_memory=1500,
        reader_timeout=20.0,
    )
    return Installation(settings, open_database(settings.database_url))


@pytest.fixture
def installation(tmp_path: Path, empty_database: Path) -> Installation:
    return install(tmp_path, empty_database)
