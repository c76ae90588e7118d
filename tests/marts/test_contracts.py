"""Every cell of a mart is held against its contract, though pandera sees each value only once."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schemas.contracts import Violation
from schemas.mart_contracts import mart_violations
from schemas.marts import arrow_schema, load_mart

LINK = load_mart("fact_learner_link")
ROW = {
    "submission_id": "s", "file": "f.xlsx", "sheet": "1", "excel_row": 2, "period": "2025-2026-dau-nam", "school_code": "79760501",
    "learner_key": 1, "outcome": "new", "method": "new", "score": 1.0,
}  # fmt: skip


def violations(path: Path, changes: dict[int, dict[str, Any]]) -> list[Violation]:
    """What breaks the contract in 100 rows, written in row groups of 10, some of which differ from ``ROW``."""
    rows = [ROW | changes.get(n, {}) for n in range(100)]
    pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema(LINK)), path, row_group_size=10)
    return mart_violations(LINK, path)


def test_what_is_allowed_is_no_violation(tmp_path: Path) -> None:
    # An undecided learner has no key.
    assert violations(tmp_path / "links.parquet", {7: {"learner_key": None, "outcome": "review"}}) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({5: {"outcome": "maybe"}, 6: {"outcome": "maybe"}, 95: {"outcome": "?"}}, Violation("outcome", "isin", 3)),
        ({17: {"score": None}}, Violation("score", "not_nullable", 1)),
        ({55: {"sheet": None}, 56: {"sheet": None}}, Violation("sheet", "not_nullable", 2)),
        ({99: {"outcome": None}}, Violation("outcome", "not_nullable", 1)),
    ],
)
def test_each_wrong_cell_is_counted_wherever_it_stands(
    tmp_path: Path, changes: dict[int, dict[str, Any]], told: Violation
) -> None:
    assert violations(tmp_path / "links.parquet", changes) == [told]


@pytest.mark.parametrize(("column", "values"), [("excel_row", ["2"]), ("excel_line", [2])])
def test_a_column_of_another_type_or_name_is_told(tmp_path: Path, column: str, values: list[Any]) -> None:
    table = pa.Table.from_pylist([ROW], schema=arrow_schema(LINK))
    table = table.set_column(table.column_names.index("excel_row"), column, pa.array(values))
    pq.write_table(table, tmp_path / "links.parquet")
    assert mart_violations(LINK, tmp_path / "links.parquet")
