"""The truth about generated submissions: who each row is, every planted mistake with its cell, the rows of sheets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]  # the package has no stubs

from pipelines.generation.mistakes.planting import Mistake
from pipelines.generation.sheets import Sheet
from pipelines.generation.styles import Cell

# person_id is the true identity, the same in every period and school; the numbers are those the school knows. Of a mistake
# sheet, row, column and field are empty where the rule speaks of more than these; reach (row, sheet, file, school) says how
# far what follows from it may be told.
_SHEET: dict[str, pa.DataType] = {name: pa.string() for name in ("period", "school_code", "dataset", "file", "sheet")}
SCHEMAS: Mapping[str, pa.Schema] = {
    "persons": pa.schema(
        {
            "person_id": pa.int64(),
            **_SHEET,
            "excel_row": pa.int32(),
            "personal_id": pa.string(),
            "learner_id": pa.string(),
        }
    ),
    "mistakes": pa.schema(
        {
            "rule_id": pa.string(),
            **_SHEET,
            "excel_row": pa.int32(),
            "excel_column": pa.string(),
            "field": pa.string(),
            "written_value": pa.string(),
            "true_value": pa.string(),
            "reach": pa.string(),
        }
    ),
    "rows": pa.schema({**_SHEET, "rows": pa.int32()}),
}


@dataclass(frozen=True)
class Truth:
    """Columns of the three truth tables for one submission."""

    tables: Mapping[str, Mapping[str, Sequence[Any]]] = field(default_factory=dict)


def tell_truth(period: str, school_code: str, sheets: Sequence[Sheet], mistakes: Iterable[Mistake]) -> Truth:
    """Where everything stands, in Excel's rows and columns."""
    persons: dict[str, list[Any]] = {name: [] for name in SCHEMAS["persons"].names}
    for sheet in sheets:
        table = sheet.grid.table
        if table.persons is None:
            continue
        span = range(sheet.start, sheet.stop)
        here = (period, school_code, table.dataset, sheet.file, sheet.name)
        for name, value in zip(("period", "school_code", "dataset", "file", "sheet"), here, strict=True):
            persons[name] += [value] * len(span)
        persons["person_id"] += table.persons[sheet.start : sheet.stop].tolist()
        persons["excel_row"] += [sheet.excel_row(row) for row in span]
        for name in ("personal_id", "learner_id"):
            column = table.columns.get(name)
            persons[name] += [column[row] if column else None for row in span]
    found = [_place(period, school_code, sheets, mistake) for mistake in mistakes]
    rows = [(period, school_code, s.grid.dataset, s.file, s.name, s.stop - s.start) for s in sheets]
    return Truth(
        {
            "persons": persons,
            "mistakes": _columns(SCHEMAS["mistakes"].names, found),
            "rows": _columns(SCHEMAS["rows"].names, rows),
        }
    )


def _columns(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def _place(period: str, school_code: str, sheets: Sequence[Sheet], mistake: Mistake) -> tuple[Any, ...]:
    sheet = next(
        s for s in sheets if s.grid.dataset == mistake.dataset and (s.start <= mistake.row < s.stop or s.is_empty)
    )
    told = mistake.place
    column = sheet.excel_column(mistake.field) if mistake.field and told in ("cell", "column") else None
    return (
        mistake.rule_id,
        period,
        school_code,
        mistake.dataset,
        mistake.file or sheet.file,
        None if told == "file" else sheet.name,
        sheet.excel_row(mistake.row) if told in ("cell", "row") else None,
        xl_col_to_name(column - 1) if column else None,
        mistake.field if column else None,
        _text(mistake.written),
        _text(mistake.true),
        mistake.reach,
    )


def _text(cell: Cell) -> str | None:
    """A cell as Excel shows it; dates as dd/mm/yyyy."""
    if cell is None:
        return None
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return f"{cell.day:02d}/{cell.month:02d}/{cell.year}" if isinstance(cell, date) else str(cell)


class TruthFiles:
    """The Parquet files of one period, written submission by submission."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._writers = {name: pq.ParquetWriter(folder / f"{name}.parquet", schema) for name, schema in SCHEMAS.items()}
        self._waiting: dict[str, list[pa.Table]] = {name: [] for name in SCHEMAS}

    def __enter__(self) -> "TruthFiles":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._flush()
        for writer in self._writers.values():
            writer.close()

    def add(self, truth: Truth) -> None:
        for name, columns in truth.tables.items():
            self._waiting[name].append(pa.table(dict(columns), schema=SCHEMAS[name]))
        if len(self._waiting["rows"]) == 200:
            self._flush()

    def _flush(self) -> None:
        """One row group for many submissions: small row groups make slow files."""
        for name, tables in self._waiting.items():
            if tables:
                self._writers[name].write_table(pa.concat_tables(tables))
                tables.clear()
