"""The raw rows of one dataset in a pass, as columns whose distinct cells are kept once (dictionaries) where that pays."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.intake.protocol import ROW_IDS_PER_SHEET
from schemas.model import Dataset, Field

TEXT_TYPES = frozenset({"string", "phone", "email"})
SheetIds: TypeAlias = "pa.Array[pa.Int64Scalar]"
# Rows that are looked at together: enough for distinct cells to pay, few enough for memory (some 150 MB) and for statements over
# the typed rows to be shared out by row group.
_CHUNK_ROWS = 60_000


@dataclass(frozen=True, slots=True)
class RawRows:
    """The rows of a dataset in a pass, and the fields that some sheet has.

    ``sheets`` are those asked for in each batch, ``columns`` what a batch has and whether with a dictionary; ``dialects`` those
    whose codes are of another system (empty: the ministry's own). Fields ``abolished`` by the period are not among those ``present``.
    ``corrected``: field → row_id and value of the cells that say something else than the file. ``plain``: the columns that are
    texts, not dictionaries of texts.
    """

    dataset: Dataset
    sheets: Mapping[Path, SheetIds]
    columns: Mapping[Path, Mapping[str, bool]]
    dialects: Mapping[str, SheetIds]
    present: frozenset[str]
    abolished: frozenset[str]
    corrected: Mapping[str, pa.Table]
    plain: frozenset[str]

    @property
    def fields(self) -> list[Field]:
        return [field for field in self.dataset.columns if field.name in self.present]

    @property
    def text_fields(self) -> list[Field]:
        return [field for field in self.fields if field.type in TEXT_TYPES]

    @property
    def resolved_fields(self) -> list[Field]:
        """Fields of few distinct values: codes, dates, numbers, marks."""
        return [field for field in self.fields if field.type not in TEXT_TYPES]

    def chunks(self, fields: Sequence[Field]) -> Iterator[tuple[str, pa.Table]]:
        """The dialect and columns row_id, sheet_id and ``fields`` of so many rows at once.

        In the order of the batches; each column has one dictionary, but for those that are plain texts.
        """
        names = [field.name for field in fields]
        waiting: list[pa.Table] = []
        for path in self.sheets:
            waiting.append(self._read(path, names))
            if sum(table.num_rows for table in waiting) >= _CHUNK_ROWS:
                yield from self._by_dialect(self._joined(waiting, names))
                waiting = []
        if any(table.num_rows for table in waiting):
            yield from self._by_dialect(self._joined(waiting, names))

    def _by_dialect(self, chunk: pa.Table) -> Iterator[tuple[str, pa.Table]]:
        if len(self.dialects) == 1:
            [dialect] = self.dialects
            yield dialect, chunk
            return
        for dialect, sheet_ids in self.dialects.items():
            of_dialect = chunk.filter(pc.is_in(chunk["sheet_id"], value_set=sheet_ids))
            if of_dialect.num_rows:
                yield dialect, of_dialect

    def _read(self, path: Path, names: list[str]) -> pa.Table:
        texts = [name for name in names if name in self.columns[path]]
        with pq.ParquetFile(path, read_dictionary=[name for name in texts if name not in self.plain]) as file:
            table = file.read(["row_id", *texts])
        for name, cells in self.corrected.items():
            if name in texts:
                table = _with_corrected(table, name, cells)
        sheet_ids = pc.divide(table["row_id"], ROW_IDS_PER_SHEET)
        table = table.append_column("sheet_id", sheet_ids)
        is_asked = pc.is_in(sheet_ids, value_set=self.sheets[path])
        return table if pc.all(is_asked).as_py() else table.filter(is_asked)

    def _joined(self, tables: list[pa.Table], names: list[str]) -> pa.Table:
        """One table; a batch lacks the columns that none of its sheets has."""
        texts = pa.dictionary(pa.int32(), pa.string())
        columns = [(name, pa.string() if name in self.plain else texts) for name in names]
        schema = pa.schema([("row_id", pa.int64()), ("sheet_id", pa.int64()), *columns])
        whole = pa.concat_tables([schema.empty_table(), *tables], promote_options="default").select(schema.names)
        return whole.unify_dictionaries().combine_chunks()


def columns_of(paths: Iterable[Path]) -> dict[Path, dict[str, bool]]:
    """Batch → its columns, and whether intake wrote them with a dictionary."""
    columns = {}
    for path in paths:
        group = pq.read_metadata(path).row_group(0)
        chunks = map(group.column, range(group.num_columns))
        columns[path] = {chunk.path_in_schema: "RLE_DICTIONARY" in chunk.encodings for chunk in chunks}
    return columns


def plain_columns(dataset: Dataset, columns: Iterable[Mapping[str, bool]]) -> frozenset[str]:
    """The columns of texts that have another text in nearly every row of some batch: equal ones are not looked for."""
    written_plain = {name for of_batch in columns for name, has_dictionary in of_batch.items() if not has_dictionary}
    return frozenset(
        field.name for field in dataset.columns if field.type in TEXT_TYPES and field.name in written_plain
    )


def _with_corrected(table: pa.Table, name: str, cells: pa.Table) -> pa.Table:
    """The table with these cells (row_id, value) of one column as they were corrected."""
    places = pc.index_in(table["row_id"].combine_chunks(), value_set=cells["row_id"].combine_chunks())
    value = cells["value"].combine_chunks().take(places)
    said = pc.if_else(pc.is_valid(places), value, table[name].cast(pa.string()))
    if pa.types.is_dictionary(table[name].type):
        said = said.dictionary_encode()
    return table.set_column(table.column_names.index(name), name, said)
