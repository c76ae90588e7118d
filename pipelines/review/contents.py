"""What rows say about who they are, as the keys by which decisions are remembered."""

from collections.abc import Collection
from dataclasses import dataclass

import pyarrow as pa
from sqlalchemy import Engine as Database

import pipelines.identity.statements
from pipelines.engine import Engine
from pipelines.identity.kinds import Kind
from pipelines.in_force import bind_in_force
from pipelines.review.statements import statement
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging


@dataclass(frozen=True, slots=True)
class Content:
    """A row and the key of what it says (macro row_content)."""

    row_id: int
    content_key: int
    school_code: str
    folded_name: str
    birth_date: str


def contents_at(
    settings: Settings, database: Database, kind: Kind, partitions: Collection[Partition], schools: Collection[str]
) -> list[Content]:
    """Of every accepted row in force of some schools."""
    staging = Staging(settings.workspace.staging)
    identity = pipelines.identity.statements.statement
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        if not bind_in_force(engine, "typed_row", database, staging, "typed", sorted(partitions), kind.dataset):
            return []
        engine.bind_arrow("wanted_school", pa.table({"school_code": pa.array(sorted(schools), pa.string())}))
        engine.execute(identity("macros"))
        engine.execute(statement("rows_at_schools"))
        engine.execute(f"CREATE TABLE pending AS {identity(f'{kind.name}_rows')}")
        return [
            Content(**row) for row in engine.arrow(statement("contents").format(own_number=kind.own_number)).to_pylist()
        ]
