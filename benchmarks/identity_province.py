"""A workspace whose validated rows are laid down straight away, for measuring identity alone."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import Engine as Database
from sqlalchemy import insert

from pipelines.identity.identify import identify_partition
from pipelines.settings import Settings, Workspace
from pipelines.staging import Partition, Staging
from pipelines.state.database import open_database
from pipelines.state.models import ValidatedSender
from schemas.arrow import typed_schema
from schemas.catalogue import load_catalogue

_DATASET = "student"
_PLACES = 1 << 21  # rows of a sheet, see row_place


@dataclass
class IdentityProvince:
    """One province; a period is handed in once, by all of its schools in one file."""

    settings: Settings
    database: Database
    province_code: str
    sheets: int = 0

    @classmethod
    def create(cls, home: Path, province_code: str, memory: int = 4000, workers: int = 2) -> "IdentityProvince":
        """``memory`` in MiB."""
        settings = Settings(Workspace(home), f"sqlite:///{home / 'csdl.sqlite'}", workers, memory, memory, 30.0)
        settings.workspace.create()
        return cls(settings, open_database(settings.database_url), province_code)

    def identify(self, rows: pa.Table, period: str) -> pa.Table:
        """The rows with their links: row_id, the columns of ``rows``, person_key, person_id, outcome, method, score."""
        placed = self.lay_down(rows, period)
        partition = Partition(period, self.province_code)
        identify_partition(self.settings, self.database, partition)
        links = pq.read_table(Staging(self.settings.workspace.staging).links("learner", partition))
        by_place = pc.index_in(placed["row_id"], links["row_id"].combine_chunks())
        for name in ("person_key", "person_id", "outcome", "method", "score"):
            placed = placed.append_column(name, links[name].take(by_place))
        return placed

    def lay_down(self, rows: pa.Table, period: str) -> pa.Table:
        """Put typed rows in force, as validation does; answers them with ``row_id``."""
        self.sheets += 1
        row_ids = pc.add(pa.array(range(rows.num_rows)), self.sheets * _PLACES + 2)
        placed = rows.add_column(0, "row_id", row_ids)
        schema = typed_schema(load_catalogue().datasets[_DATASET])
        sender = pa.array([self.province_code] * rows.num_rows, pa.string())
        known = placed.append_column("sender_code", sender)
        typed = known.select([name for name in schema.names if name in known.column_names])
        partition, part = Partition(period, self.province_code), f"{self.sheets:06d}"
        staging = Staging(self.settings.workspace.staging)
        path = staging.part("typed", partition, part, _DATASET)
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(typed.cast(pa.schema([schema.field(name) for name in typed.column_names])), path)
        outcomes = pa.schema([schema.field("row_id"), schema.field("sender_code"), pa.field("outcome", pa.string())])
        path = staging.part("outcomes", partition, part, _DATASET)
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(outcomes.empty_table(), path)
        now = {"period": period, "province_code": self.province_code, "sender_code": self.province_code}
        with self.database.begin() as connection:
            connection.execute(insert(ValidatedSender).values(**now, part=part, fingerprint=part))
        return placed
