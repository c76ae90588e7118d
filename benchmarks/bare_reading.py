"""The least that any loader must do: read every sheet of every workbook into Arrow, as text.

``python -m benchmarks.bare_reading LANDING`` prints the number of files, rows and cells.
"""

import sys
from multiprocessing import get_context
from pathlib import Path

import fastexcel

PROCESSES = 2


def read_workbook(path: Path) -> tuple[int, int]:
    """Rows and cells of all sheets of one workbook."""
    book = fastexcel.read_excel(path)
    rows = cells = 0
    for name in book.sheet_names:
        table = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_arrow()
        rows += table.num_rows
        cells += table.num_rows * table.num_columns
    return rows, cells


def main(landing: Path) -> None:
    paths = sorted(landing.rglob("*.xlsx"))
    with get_context("spawn").Pool(PROCESSES) as pool:
        counts = pool.map(read_workbook, paths, chunksize=8)
    rows, cells = (sum(column) for column in zip(*counts, strict=True))
    print(f"{len(paths)} files, {rows} rows, {cells} cells")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
