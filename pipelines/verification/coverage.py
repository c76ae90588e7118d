"""How much of the people is verified, school by school, commune by commune, against what is aimed at."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging
from pipelines.state.database import bulk
from pipelines.verification.claims import bind_people
from pipelines.verification.policy import load_policy
from pipelines.verification.statements import statement

LEVELS = ("school", "ward", "province")

_STANDING: dict[str, pa.DataType] = {"row_id": pa.int64(), "status": pa.string()}
_SCHOOLS = "SELECT school_code, ward_code FROM school"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The people of one kind (learner, staff) who are at the schools of an area: persons = the sum of the others.

    ``share`` of verified persons; ``target``: what it should be.
    """

    period: str
    area_code: str
    kind: str
    persons: int
    verified: int
    mismatch: int
    not_found: int
    cancelled_or_deceased: int
    no_personal_id: int
    pending: int

    @property
    def share(self) -> float:
        return self.verified / self.persons

    @property
    def target(self) -> float:
        policy = load_policy()
        return policy.learners_target if self.kind == "learner" else policy.staff_target


def coverage(
    settings: Settings, database: Database, partitions: Sequence[Partition], level: str = "province"
) -> list[Coverage]:
    """The coverage of each area (one of LEVELS) of these partitions, by period, area and kind; ward '': schools without one."""
    counted = [_count(settings, database, partition) for partition in partitions]
    if not counted:
        return []
    with bulk(database) as transaction:
        schools = transaction.read_texts(_SCHOOLS)
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        engine.bind_arrow("school", schools)
        engine.bind_arrow("counted", pa.concat_tables(counted))
        return [Coverage(**row) for row in engine.arrow(statement("coverage"), {"level": level}).to_pylist()]


def _count(settings: Settings, database: Database, partition: Partition) -> pa.Table:
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        bind_people(engine, settings, database, partition)
        path = Staging(settings.workspace.staging).verifications(partition)
        if path.exists():
            engine.bind_parquet("standing", [path])
        else:
            engine.bind_arrow("standing", pa.schema(_STANDING).empty_table())
        counts = engine.arrow(statement("coverage_rows"))
    for name, value in (("period", partition.period), ("province_code", partition.province_code)):
        counts = counts.append_column(name, pa.repeat(value, counts.num_rows))
    return counts
