"""The raw rows of one dataset in a pass as a view over the batches that hold them."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.engine import Engine, quote_identifier, quote_text
from pipelines.staging import Partition, Staging
from pipelines.validation.raw_rows import SheetIds

# The sheets in force.
_IN_FORCE = "sheet"


def raw_name(dataset: str, sheets: str = _IN_FORCE) -> str:
    """The view's name as it stands in statements."""
    return quote_identifier(f"raw_{dataset}" if sheets == _IN_FORCE else f"raw_{dataset}_of_{sheets}")


def bind_raw_view(
    engine: Engine, staging: Staging, partition: Partition, dataset: str, of: str = _IN_FORCE
) -> pa.Table:
    """View ``raw_name`` over the rows of the sheets of table ``of``; answers sheet_id, part and dialect of the sheets with rows.

    Binds nothing where no sheet has any.
    """
    sheets = engine.arrow(
        f"SELECT sheet_id, part, dialect FROM {of} WHERE dataset = $dataset AND rows_read > 0 ORDER BY part, sheet_id",
        {"dataset": dataset},
    )
    if sheets.num_rows:
        name = f"batches_{dataset}_of_{of}"
        engine.bind_parquet(name, list(batches(staging, partition, dataset, sheets)), with_path=True)
        engine.execute(
            f"CREATE OR REPLACE TEMP VIEW {raw_name(dataset, of)} AS SELECT b.* EXCLUDE (filename) FROM "
            f"{quote_identifier(name)} AS b SEMI JOIN {of} AS s ON s.sheet_id = place_sheet(b.row_id) "
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
