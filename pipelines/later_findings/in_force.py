"""The selects that put later findings into effect. ``later`` are their files of one partition, at least one."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pipelines.engine import quote_text


def later_outcomes(later: Sequence[Path]) -> str:
    """One row for each row that a later finding points to: row_id, its sheet's names, outcome."""
    return _statement("outcome").format(later=_findings(later))


def later_reconciliation(part: Path, outcomes: Sequence[Path], later: Sequence[Path]) -> str:
    """A part of the reconciliation, in its own columns; ``outcomes`` are those of the part, of every dataset."""
    return _statement("reconciliation").format(
        part=quote_text(str(part)), outcomes=_listed(outcomes), outcome=later_outcomes(later)
    )


def later_findings(later: Sequence[Path], sheets: str) -> str:
    """The later findings on the sheets that the select ``sheets`` answers (submission_id, dataset, file, sheet)."""
    return f"SELECT f.* FROM ({_findings(later)}) AS f SEMI JOIN ({sheets}) AS s USING (submission_id, dataset, file, sheet)"


def with_status(findings: str) -> str:
    """Findings with what was decided about them; those written before there were decisions are all open."""
    return _statement("with_status").format(findings=findings)


def _findings(later: Sequence[Path]) -> str:
    return with_status(f"SELECT * FROM read_parquet({_listed(later)}, union_by_name = TRUE)")


def _listed(paths: Sequence[Path]) -> str:
    return f"[{', '.join(quote_text(str(path)) for path in paths)}]"


@cache
def _statement(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")
