"""The selects that put later findings into effect. ``later`` are their files, at least one."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pipelines.engine import quote_list


def later_outcomes(later: Sequence[Path]) -> str:
    """One row for each row that a later finding points to: row_id, its sheet's names, outcome."""
    return _statement("outcome").format(later=_findings(later))


def later_reconciliation(rows: str, outcomes: str, later: Sequence[Path]) -> str:
    """The reconciliation that ``rows`` selects, in its own columns; ``outcomes`` selects those of all its datasets."""
    return _statement("reconciliation").format(rows=rows, outcomes=outcomes, outcome=later_outcomes(later))


def later_findings(later: Sequence[Path], province: str, sheets: str) -> str:
    """The later findings on the sheets that the select ``sheets`` answers (submission_id, dataset, file, sheet).

    Table ``province`` (filename, province_code) says of which province each file is.
    """
    found = _findings(later, with_path=True)
    return _statement("on_sheets").format(findings=found, province=province, sheets=sheets)


def with_status(findings: str) -> str:
    """Findings with what was decided about them; those written before there were decisions are all open."""
    return _statement("with_status").format(findings=findings)


def _findings(later: Sequence[Path], *, with_path: bool = False) -> str:
    listed = quote_list(map(str, later))
    return with_status(f"SELECT * FROM read_parquet({listed}, union_by_name = TRUE, filename = {with_path})")


@cache
def _statement(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")
