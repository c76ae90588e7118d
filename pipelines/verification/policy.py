"""What is decided about verification, as data: how long results hold, what is aimed at, what answers mean."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Policy:
    """Days, and shares from 0 to 1 (``policy.csv`` says what for)."""

    validity_days: int
    waiting_days: int
    learners_target: float
    staff_target: float


@cache
def load_policy() -> Policy:
    with (_HERE / "policy.csv").open(encoding="utf-8", newline="") as file:
        said = {row["name"]: float(row["value"]) for row in csv.DictReader(file)}
    return Policy(
        validity_days=int(said["validity_days"]),
        waiting_days=int(said["waiting_days"]),
        learners_target=said["learners_target"],
        staff_target=said["staff_target"],
    )


def load_results() -> pa.Table:
    """What the register can answer: result, status (null: by comparison), is_final (a boolean)."""
    with (_HERE / "results.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return pa.table(
        {
            "result": [row["result"] for row in rows],
            "status": [row["status"] or None for row in rows],
            "is_final": [row["is_final"] == "yes" for row in rows],
        }
    )
