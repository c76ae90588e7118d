"""Rows that neither a number nor a full description found: are they learners of the province who were not seen yet?

Absentees are the persons who stood in the province's lists of an earlier period and in none of this one. What they said
then, and where their classmates are now, is better evidence than the register's few attributes, and there are few of
them. So a doubtful row is never compared with the nation.
"""

import re
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.identity.kinds import Kind
from pipelines.identity.links import LINKS
from pipelines.identity.statements import statement
from pipelines.in_force import bind_in_force
from pipelines.periods import Period
from pipelines.staging import Partition, Staging, parts_in_force, validated_partitions
from schemas.catalogue import load_catalogue

# Collections of one school year: somebody whom a school left out once is still found.
_PERIODS = 3
_LISTED = pa.schema({"person_id": pa.string(), "personal_id": pa.string()})


def bind_earlier(engine: Engine, database: Database, staging: Staging, partition: Partition, kind: Kind) -> None:
    """Views of the province's last periods before this one, empty where there is none, and of who is elsewhere now.

    ``earlier_typed`` and ``earlier_link``: their rows and links; ``earlier_period`` (period, nth): their order;
    ``listed_elsewhere`` (person_id, personal_id): the numbers in other provinces' lists of this period. Their links would
    say more, but not before they are identified: whom a row is taken for may not depend on which province goes first.
    """
    linked = [p for p in validated_partitions(database) if staging.links(kind.name, p).exists()]
    own = _order(partition)
    earlier = sorted((p for p in linked if p.province_code == partition.province_code and _order(p) < own), key=_order)
    earlier = earlier[-_PERIODS:]
    if not bind_in_force(engine, "earlier_typed", database, staging, "typed", earlier, kind.dataset):
        earlier = []
    others = [p for p in validated_partitions(database) if p.period == partition.period and p != partition]
    periods: list[pa.Array[Any]] = [
        pa.array([p.period for p in earlier], pa.string()),
        pa.array(range(len(earlier)), pa.int64()),
    ]
    engine.bind_arrow("earlier_period", pa.table(periods, names=["period", "nth"]))
    if earlier:
        engine.bind_parquet("earlier_link", [staging.links(kind.name, p) for p in earlier])
    else:
        engine.bind_arrow("earlier_link", LINKS.empty_table())
    _bind_listed_elsewhere(engine, database, staging, others if earlier else [], kind)


def _bind_listed_elsewhere(
    engine: Engine, database: Database, staging: Staging, partitions: list[Partition], kind: Kind
) -> None:
    """One scan of two columns: a nation is some two hundred parts, and joins of each would not fit into memory together."""
    in_force = [
        {"filename": str(path), "sender_code": sender}
        for partition in partitions
        for part, senders in parts_in_force(database, partition).items()
        if (path := staging.part("typed", partition, part, kind.dataset)).exists()
        for sender in senders
    ]
    if in_force:
        engine.bind_parquet("typed_elsewhere", sorted({Path(row["filename"]) for row in in_force}), with_path=True)
        engine.bind_arrow("in_force_elsewhere", pa.Table.from_pylist(in_force))
        engine.execute(statement("absent/listed_elsewhere").format(person_id=kind.sector_number))
    else:
        engine.bind_arrow("listed_elsewhere", _LISTED.empty_table())


def compare_with_absentees(engine: Engine, kind: Kind) -> bool:
    """Tables ``unfound`` (rows), ``unseen`` (persons) and ``blocked_pair`` of those that have anything in common.

    False where nobody is left to compare.
    """
    if not engine.value("SELECT count(*) FROM earlier_period") or not engine.value(statement("absent/has_unfound")):
        return False
    engine.bind_arrow("grade_number", _grade_numbers())
    evidence = statement(f"{kind.name}_evidence")
    for name in ("last_place", "seen", "unseen", "class_origin", "blocked"):
        engine.execute(
            statement(f"absent/{name}")
            .replace("{evidence}", evidence)
            .replace("{rows}", statement(f"{kind.name}_rows"))
        )
    return bool(engine.value("SELECT count(*) FROM blocked_pair"))


def _order(partition: Partition) -> tuple[int, int]:
    return Period.parse(partition.period).order


def _grade_numbers() -> pa.Table:
    """The number in a grade's label; preschool and literacy have none."""
    numbers = {code.code: re.search("[0-9]+", code.label_vi) for code in load_catalogue().code_lists["grade"]}
    found = {code: int(number[0]) for code, number in numbers.items() if number}
    return pa.table({"grade_code": list(found), "grade_number": list(found.values())})
