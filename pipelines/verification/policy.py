"""What is decided about verification, as data: how long results hold, what is aimed at, what answers mean."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc

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
    """What the register can answer: result, status (empty: by comparison), is_final (a boolean)."""
    options = pc.ConvertOptions(true_values=["yes"], false_values=["no"], strings_can_be_null=True)
    table: pa.Table = pc.read_csv(_HERE / "results.csv", convert_options=options)
    return table
