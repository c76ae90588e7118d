"""What linked rows say of their persons that the register knows otherwise: kept as claims, resolved anew by a policy.

The link stays, and so does the resolved value, until enough schools or periods gave the same other value
(``resolution.csv``; never for an id).
"""

import csv
from functools import cache
from pathlib import Path

import pyarrow as pa

from pipelines.engine import Engine
from pipelines.identity.register import Register
from pipelines.identity.statements import statement

_POLICY = Path(__file__).with_name("resolution.csv")


def record_claims(engine: Engine, register: Register) -> None:
    """Store the claims of the rows of ``decision``, then replace the values that are confirmed; comes after the links."""
    engine.bind_arrow("resolution", _policy(register.kind.name))
    engine.execute(statement("claims/claimed"))
    if not engine.value("SELECT count(*) FROM claimed"):
        return
    register.store_claims(statement("claims/claims_to_store"))
    register.bind_open_claims()
    engine.execute(statement("claims/confirmed"))
    if engine.value("SELECT count(*) FROM confirmed"):
        register.resolve()


@cache
def _policy(kind: str) -> pa.Table:
    """Attribute, and in how many schools or periods a value must be claimed (null: never)."""
    with _POLICY.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == kind]
    numbers = {name: [int(row[name]) if row[name] else None for row in rows] for name in ("schools", "periods")}
    return pa.table(
        {"attribute": [row["attribute"] for row in rows]}
        | {name: pa.array(values, pa.int64()) for name, values in numbers.items()}
    )
