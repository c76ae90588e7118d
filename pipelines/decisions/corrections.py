"""Corrections: cells that an officer corrects in a school's place, as reviewed rows of ``corrections/*.csv``.

Those that everybody shares lie in ``data/corrections``, those of one installation in its workspace.
"""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

from pipelines.errors import CorrectionError, UnknownPeriodError
from pipelines.periods import Period
from pipelines.settings import Workspace
from schemas.catalogue import Catalogue, load_catalogue

# The rule that tells a school of a corrected cell.
CORRECTED = "COR001"
SHARED = Path(__file__).parents[2] / "data" / "corrections"
_COLUMNS = (
    "period", "sender_code", "dataset", "key_field", "key_value", "file", "sheet", "row", "field", "old_value",
    "new_value", "reason", "person", "date",
)  # fmt: skip
_NEEDED = ("period", "sender_code", "dataset", "field", "reason", "person", "date")


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell: its row is found by what a cell of it says (``key_field``), or by file, sheet and row (``excel_row``).

    ``place`` is file and line of the correction itself.
    """

    place: str
    period: str
    sender_code: str
    dataset: str
    key_field: str
    key_value: str
    file: str
    sheet: str
    excel_row: int | None
    field: str
    old_value: str
    new_value: str
    reason: str
    person: str
    decided_on: date


def load_corrections(workspace: Workspace) -> list[Correction]:
    """Every correction, by file and line; raises CorrectionError, which names the line that cannot be used."""
    catalogue = load_catalogue()
    paths = [*sorted(SHARED.glob("*.csv")), *sorted(workspace.corrections.glob("*.csv"))]
    return [correction for path in paths for correction in _read(path, catalogue)]


def fingerprints_of(corrections: Iterable[Correction]) -> dict[str, str]:
    """Sender → fingerprint of what is corrected in what it handed in, wherever the corrections are written."""
    said: dict[str, list[str]] = defaultdict(list)
    for correction in corrections:
        said[correction.sender_code].append(repr(astuple(correction)[1:]))
    return {sender: hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()[:16] for sender, rows in said.items()}


def _read(path: Path, catalogue: Catalogue) -> Iterator[Correction]:
    # Spreadsheets write a mark at the start.
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != _COLUMNS:
            raise CorrectionError("correction.columns", path=path, columns=",".join(_COLUMNS))
        for row in reader:
            place = f"{path}:{reader.line_num}"
            if None in row or None in row.values():
                raise CorrectionError("correction.columns", path=place, columns=",".join(_COLUMNS))
            yield _correction(place, row, catalogue)


def _correction(place: str, row: dict[str, str], catalogue: Catalogue) -> Correction:
    missing = [name for name in _NEEDED if not row[name]]
    if missing:
        raise CorrectionError("correction.incomplete", place=place, columns=", ".join(missing))
    if bool(row["key_field"] and row["key_value"]) == bool(row["file"] and row["row"]):
        raise CorrectionError("correction.no_row", place=place)
    dataset = catalogue.datasets.get(row["dataset"])
    fields = {field.name for field in dataset.columns} if dataset else set()
    for column in ("field", "key_field"):
        if row[column] and row[column] not in fields:
            raise CorrectionError(
                "correction.unknown", place=place, column=column, value=f"{row['dataset']}.{row[column]}"
            )
    for column in ("period", "row", "date"):
        if not _is_usable(column, row[column]):
            raise CorrectionError("correction.unknown", place=place, column=column, value=row[column])
    return Correction(
        place=place,
        period=row["period"],
        sender_code=row["sender_code"],
        dataset=row["dataset"],
        key_field=row["key_field"],
        key_value=row["key_value"],
        file=row["file"],
        sheet=row["sheet"],
        excel_row=int(row["row"]) if row["row"] else None,
        field=row["field"],
        old_value=row["old_value"],
        new_value=row["new_value"],
        reason=row["reason"],
        person=row["person"],
        decided_on=date.fromisoformat(row["date"]),
    )


def _is_usable(column: str, text: str) -> bool:
    try:
        if column == "period":
            Period.parse(text)
        elif column == "date":
            date.fromisoformat(text)
        elif text:
            return int(text) > 0
    except (UnknownPeriodError, ValueError):
        return False
    return True
