"""The reader process: opens files from strangers within bounds of memory and time, and writes their rows to staging.

``python -m pipelines.intake.reader_process``; see ``protocol``. It imports little, to start fast, and has no access to
the operational database.
"""

import gc
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from math import ceil
from pathlib import Path
from typing import NoReturn

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.intake.arrays import integers
from pipelines.intake.explanation import explain
from pipelines.intake.findings import Finding
from pipelines.intake.footers import Footers
from pipelines.intake.layout import LayoutFinder
from pipelines.intake.limits import FILE_SIZE
from pipelines.intake.mapped_columns import ColumnMapper
from pipelines.intake.protocol import (
    OUT_OF_MEMORY,
    ROW_IDS_PER_SHEET,
    SHEET_IDS_PER_FILE,
    STORAGE_FAILED,
    Batch,
    BatchResult,
    Configuration,
    FileResult,
    FileToRead,
    SheetResult,
)
from pipelines.intake.reader import Reader, ReadFile
from pipelines.memory import bound_memory
from pipelines.without_pandas import do_without_pandas

# Of each dataset, what its sheets give: the ids of the rows and their cells.
Tables = dict[str, list[tuple[npt.NDArray[np.int64], pa.RecordBatch]]]

# Enough rows of a batch to tell whether the cells of a column repeat.
_FIRST_ROWS = 200


def main() -> None:
    line = sys.stdin.readline()
    if not line:
        return  # nobody needed this process
    configuration = Configuration.from_json(line)
    # An import that runs out of memory half way ends in any error, and would be taken for a broken file.
    do_without_pandas()
    bound_memory(configuration.memory)
    pa.set_cpu_count(1)
    # What was imported lives as long as the process: it need not be searched for garbage again and again.
    gc.freeze()
    mapper = ColumnMapper.of(configuration.datasets, configuration.decisions)
    reader = Reader(
        LayoutFinder(configuration.datasets), Footers.of(configuration.footers), mapper, configuration.templates
    )
    try:
        for line in sys.stdin:
            result = _read_batch(reader, Batch.from_json(line), configuration.timeout)
            print(result.to_json(), flush=True)
    except MemoryError:
        # Nothing can be trusted to work any more, not even an orderly exit.
        os._exit(OUT_OF_MEMORY)


def _bound_processor(seconds: float | None) -> None:
    """From now on the process may compute so long, in all its threads together; None: without end."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = hard if seconds is None else ceil(time.process_time() + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _read_batch(reader: Reader, batch: Batch, timeout: float) -> BatchResult:
    tables: Tables = defaultdict(list)
    files = []
    for file in batch.files:
        print(json.dumps(file.file_id), flush=True)
        # The system ends a process that is still at the same file when the time is up, whatever code it is in.
        signal.setitimer(signal.ITIMER_REAL, timeout)
        _bound_processor(timeout)
        files.append(_read_file(reader, file, tables, explains=batch.explains))
    signal.setitimer(signal.ITIMER_REAL, 0)
    _bound_processor(None)
    for dataset, parts in tables.items():
        _write(Path(batch.folders[dataset]), batch.name, parts)
    return BatchResult(batch.name, files)


def _read_file(reader: Reader, file: FileToRead, tables: Tables, *, explains: bool) -> FileResult:
    try:
        with Path(file.path).open("rb") as archived:
            size = os.fstat(archived.fileno()).st_size
            content = archived.read(FILE_SIZE + 1)
    except OSError as error:
        _give_up("unreadable", path=file.path, error=error.strerror or str(error))
    if file.size not in (None, size):
        _give_up("damaged", path=file.path, size=size, archived=file.size)
    try:
        read = reader.read(file.name, content, file.sender)
    except MemoryError:
        raise
    except BaseException as error:
        # A panic of the Rust reader is no Exception.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        print(f"file {file.file_id}: {traceback.format_exc()}", file=sys.stderr, flush=True)
        read = ReadFile([], [Finding("FIL002", {"file": file.name})])
    sheets = []
    for position, sheet in enumerate(read.sheets, 1):
        sheet_id = file.file_id * SHEET_IDS_PER_FILE + position
        row_ids = sheet.rows.excel_rows + sheet_id * ROW_IDS_PER_SHEET
        tables[sheet.dataset].append((row_ids, sheet.rows.fields))
        sheets.append(
            SheetResult(
                sheet_id=sheet_id,
                name=sheet.name,
                dataset=sheet.dataset,
                columns=sheet.columns,
                signature=sheet.signature,
                header_row=sheet.header_row,
                rows_read=len(sheet.rows.excel_rows),
                rows_ignored=sheet.rows.ignored,
                proposals=sheet.proposals,
                findings=sheet.rows.findings,
                explanation=explain(sheet) if explains else None,
            )
        )
    return FileResult(file.file_id, sheets, read.unplaced, passed_over=read.passed_over if explains else ())


def _write(folder: Path, name: str, sheets: Sequence[tuple[npt.NDArray[np.int64], pa.RecordBatch]]) -> None:
    """Write the rows of a batch to one file, complete or not at all; a field that a sheet lacks is null."""
    partial = folder / f".{name}.partial"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        row_ids = integers(np.concatenate([row_ids for row_ids, _ in sheets]))
        tables = [pa.Table.from_batches([fields]) for _, fields in sheets]
        # Many small chunks would take longer to write.
        whole = pa.concat_tables(tables, promote_options="default").combine_chunks().add_column(0, "row_id", row_ids)
        # Where nearly every row has another text a dictionary takes half as long again to write, and saves nobody anything.
        # The stubs do not know the list.
        repeated = [n for n in whole.column_names if len(whole[n].slice(0, _FIRST_ROWS).unique()) < _FIRST_ROWS // 2]
        pq.write_table(whole, partial, compression="lz4", use_dictionary=repeated, write_statistics=False)  # type: ignore[arg-type]
        partial.replace(folder / f"{name}.parquet")
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        _give_up("staging", path=str(folder), error=error.strerror or str(error))


def _give_up(failed: str, **values: object) -> NoReturn:
    """End the process because of the workspace, not of a file; the last line says why, as JSON."""
    print(json.dumps({"failed": failed, **values}), file=sys.stderr)
    sys.exit(STORAGE_FAILED)


if __name__ == "__main__":
    main()
