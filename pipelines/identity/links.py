"""Links files: who the accepted rows of a partition are, one row each. They say what the operational database stores."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

# ``person_key`` and ``person_id`` are null where a row waits or contradicts; the other columns say how it was decided.
_COLUMNS: dict[str, pa.DataType] = {
    "row_id": pa.int64(),
    "person_key": pa.int64(),
    "person_id": pa.string(),
    "outcome": pa.string(),
    "method": pa.string(),
    "score": pa.float64(),
}
LINKS = pa.schema(_COLUMNS)


def write_links(links: pa.Table, path: Path) -> None:
    """Write a links file, complete or not at all."""
    partial = path.with_name(f".{path.name}.partial")
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(links, partial)
    partial.replace(path)
