"""A small province as validation leaves it, made from rows given as dictionaries, and what identity makes of it."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Engine as Database
from sqlalchemy import delete, insert, text

from pipelines.identity.identify import IdentitySummary, identify_partition
from pipelines.settings import Settings, Workspace
from pipelines.staging import Partition, Staging
from pipelines.state.database import open_database
from pipelines.state.installation import check_installation
from pipelines.state.models import Submission, ValidatedSender
from schemas.arrow import typed_schema
from schemas.catalogue import load_catalogue
from tests.typed_parts import schema_of_part

Row = dict[str, Any]
BEGINNING, END = "2025-2026-dau-nam", "2025-2026-cuoi-nam"
NORTH, SOUTH = "79760501", "79760502"

# One ordinary child; tests say what differs.
CHILD: Row = {
    "full_name": "Nguyễn Thị An",
    "birth_date": date(2014, 5, 3),
    "sex_code": "02",
    "mother_name": "Trần Thị Bình",
}
TEACHER: Row = {"full_name": "Lê Văn Cường", "birth_date": date(1985, 2, 1), "sex_code": "01", "staff_code": "GV1"}


def child(**differences: Any) -> Row:
    return CHILD | differences


def teacher(**differences: Any) -> Row:
    return TEACHER | differences


@dataclass
class Province:
    """A workspace: ``hand_in`` puts a sender's rows in force, replacing its earlier ones; ``identify`` links them.

    A row may carry a name of its own in ``who``, by which its link is told; otherwise it is known by its number.
    """

    home: Path
    database_url: str = ""
    code: str = "79"
    settings: Settings = field(init=False)
    database: Database = field(init=False)
    sheets: int = 0
    rows: dict[int, object] = field(default_factory=dict)
    summary: IdentitySummary = field(init=False)

    def __post_init__(self) -> None:
        url = self.database_url or f"sqlite:///{self.home / 'csdl.sqlite'}"
        self.settings = Settings(Workspace(self.home), url, 1, 500, 500, 30.0)
        self.settings.workspace.create()
        self.database = open_database(url)
        if not self.database_url:  # several homes may share a server
            check_installation(self.settings, self.database)

    def copy(self, home: Path) -> "Province":
        """The same on SQLite in another folder, for a test that goes on from here."""
        shutil.copytree(self.home, home, dirs_exist_ok=True)
        return replace(self, home=home, rows=dict(self.rows))

    def partition(self, period: str) -> Partition:
        return Partition(period, self.code)

    def hand_in(self, sender: str, rows: Iterable[Row], period: str = BEGINNING, dataset: str = "student") -> None:
        self.sheets += 1
        schema = typed_schema(load_catalogue().datasets[dataset])
        typed, outcomes = [], []
        for n, row in enumerate(rows):
            row_id = self.sheets * 2**21 + n + 2
            said = dict(row)
            self.rows[row_id] = said.pop("who", n)
            outcome = said.pop("outcome", "accepted")
            assert not said.keys() - set(schema.names), said
            typed.append({"row_id": row_id, "sender_code": sender, "school_code": sender} | said)
            outcomes.append({"row_id": row_id, "sender_code": sender, "outcome": outcome})
        part = f"{self.sheets:06d}"
        staging, partition = Staging(self.settings.workspace.staging), self.partition(period)
        self._write(staging.part("typed", partition, part, dataset), typed, schema_of_part(dataset, typed))
        remarks = pa.schema([schema.field("row_id"), schema.field("sender_code"), pa.field("outcome", pa.string())])
        self._write(staging.part("outcomes", partition, part, dataset), outcomes, remarks)
        now = {"period": period, "province_code": self.code, "sender_code": sender}
        with self.database.begin() as connection:
            connection.execute(delete(ValidatedSender).filter_by(**now))
            connection.execute(insert(ValidatedSender).values(**now, part=part, fingerprint=part))
            handed_in = {"submission_id": part, "sequence": self.sheets, "received_at": datetime(2025, 10, 5)}
            connection.execute(insert(Submission).values(**now, **handed_in))

    @staticmethod
    def _write(path: Path, rows: list[Row], schema: pa.Schema) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)

    def identify(self, period: str = BEGINNING, kind: str = "learner") -> dict[Any, Row]:
        """Run identity; answers the links of the rows in force by ``who``."""
        self.summary = identify_partition(self.settings, self.database, self.partition(period))
        return self.links(period, kind)

    def links(self, period: str = BEGINNING, kind: str = "learner") -> dict[Any, Row]:
        path = Staging(self.settings.workspace.staging).links(kind, self.partition(period))
        return {self.rows[row["row_id"]]: row for row in pq.read_table(path).to_pylist()}

    def stored(self, table: str) -> list[Row]:
        """All rows of a table of the operational database."""
        with self.database.connect() as connection:
            return [dict(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1")).mappings()]
