"""The rows that are compared: of every province of a period, but only the columns that rules name, in a file of their own.

So no rule joins parts, outcomes and senders again, and no nation is held in memory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.engine import Engine, quote_identifier
from pipelines.in_force import bind_in_force
from pipelines.staging import LATER_SOURCES, Partition, Staging
from schemas.arrow import typed_schema
from schemas.catalogue import load_catalogue

# Columns by dataset, besides row_id, sender_code and school_code; birth_date is ISO text, as far as it is known.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "school": ("school_name", "ward_code"),
    "class": ("class_code", "class_name", "grade_code"),
    "staff": ("staff_code", "personal_id", "full_name", "status_code", "contract_type_code"),
    "student": (
        "learner_id", "local_code", "personal_id", "full_name", "birth_date", "sex_code", "mother_name", "class_name", "grade_code",
        "status_code", "status_date", "admission_type_code", "transfer_destination_code",
    ),
    "result": ("learner_id", "is_promoted"),
    "exam_registration": ("exam_year", "personal_id", "learner_id", "candidate_number"),
}  # fmt: skip
COMPARED_DATASETS = tuple(_COLUMNS)
_PLACE = ("row_id", "sender_code", "school_code")
_WRITTEN_AS = {"birth_date": "iso_known_date(birth_date, birth_date_partial) AS birth_date"}


@dataclass(frozen=True, slots=True)
class RowFiles:
    """Binds the rows of collections under names, each collection written once to ``folder``."""

    engine: Engine
    database: Database
    staging: Staging
    folder: Path

    def bind(self, name: str, dataset: str, partitions: Sequence[Partition], *, is_present: bool) -> None:
        """Bind view ``name`` over the rows of one period.

        Of the period that ``is_present`` there are all rows, told apart by ``is_accepted`` as the validation left them; of others those
        that stayed accepted.
        """
        self.engine.bind_parquet(name, [self._written(dataset, partitions, is_present=is_present)])

    def bind_nothing(self, name: str, dataset: str) -> None:
        """Bind ``name`` without rows, for a dataset or period that does not exist yet."""
        self.engine.bind_arrow(name, compared_schema(dataset).empty_table())

    def _written(self, dataset: str, partitions: Sequence[Partition], *, is_present: bool) -> Path:
        path = self.folder / f"{dataset}-{partitions[0].period}.parquet"
        if not path.exists():
            later = () if is_present else LATER_SOURCES
            if bind_in_force(
                self.engine, "compared", self.database, self.staging, "typed", list(partitions), dataset, later
            ):
                select = f"{_select(dataset)} FROM compared"
                if not is_present:
                    select += " WHERE outcome <> 'rejected'"
            else:
                self.bind_nothing("no_rows", dataset)
                select = "SELECT * FROM no_rows"
            # Read back a few times and thrown away: not worth the time of zstd.
            self.engine.write_parquet(select, path, compression="lz4_raw")
        return path


def _select(dataset: str) -> str:
    columns = ", ".join(_WRITTEN_AS.get(name, quote_identifier(name)) for name in (*_PLACE, *_COLUMNS[dataset]))
    return f"SELECT {columns}, outcome <> 'rejected' AS is_accepted"


def compared_schema(dataset: str) -> pa.Schema:
    """Columns and types of the rows of a dataset as rules see them."""
    schema = typed_schema(load_catalogue().datasets[dataset])
    types = {"birth_date": pa.string()}
    names = (*_PLACE, *_COLUMNS[dataset])
    columns = [pa.field(name, types.get(name, schema.field(name).type)) for name in names]
    return pa.schema([*columns, pa.field("is_accepted", pa.bool_())])
