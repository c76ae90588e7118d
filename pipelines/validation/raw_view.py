"""The raw rows of one dataset in a pass as a view over the batches that hold them."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.engine import Engine, quote_identifier, quote_text
from pipelines.staging import Partition, Staging
from pipelines.validation.raw_rows import SheetIds


def raw_name(dataset: str) -> str:
    """The view's name as it stands in statements."""
    return quote_identifier(f"raw_{dataset}")


def bind_raw_view(engine: Engine, staging: Staging, partition: Partition, dataset: str) -> pa.Table:
    """View ``raw_<dataset>`` over the rows of table ``sheet``; answers sheet_id, part and dialect of the sheets with rows.

    Binds nothing where no sheet has any.
    """
    sheets = engine.arrow(
        "SELECT sheet_id, part, dialect FROM sheet WHERE dataset = $dataset AND rows_read > 0 ORDER BY part, sheet_id",
        {"dataset": dataset},
    )
    if sheets.num_rows:
        engine.bind_parquet(f"batches_{dataset}", list(batches(staging, partition, dataset, sheets)), with_path=True)
        engine.execute(
            f"CREATE OR REPLACE TEMP VIEW {raw_name(dataset)} AS SELECT b.* EXCLUDE (filename) FROM "
            f"{quote_identifier('batches_' + dataset)} AS b SEMI JOIN sheet AS s ON s.sheet_id = place_sheet(b.row_id) "
            f"AND s.part = parse_filename(b.filename, TRUE) AND s.dataset = {quote_text(dataset)}"
        )
    return sheets


def batches(staging: Staging, partition: Partition, dataset: str, sheets: pa.Table) -> dict[Path, SheetIds]:
    """The files that hold the sheets → the ids of their sheets."""
    folder = staging.raw(dataset, partition)
    return {folder / f"{part}.parquet": ids for part, ids in sheet_ids(sheets, "part").items()}


def sheet_ids(sheets: pa.Table, column: str) -> dict[str, SheetIds]:
    """Value of a column → ids of its sheets."""
    values = [str(value) for value in pc.unique(sheets[column]).to_pylist()]
    return {value: sheets.filter(pc.field(column) == value)["sheet_id"].combine_chunks() for value in values}
