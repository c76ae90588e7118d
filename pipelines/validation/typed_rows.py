"""From text cells to typed rows: every distinct cell is looked at once, and the rows point to what it is worth.

Codes, dates, numbers and marks have their values from ``cell_value``; texts are mended chunk by chunk. What there is to say about
single cells is gathered beside, in table ``noted_cell``: row_id, field, raw, value, problems, repairs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.engine import Engine
from pipelines.periods import Period
from pipelines.validation.cells import cell_key, parent_fields
from pipelines.validation.marks import is_mark_field, with_blanks_as_no
from pipelines.validation.raw_rows import TEXT_TYPES, RawRows
from pipelines.validation.sql import statement
from pipelines.validation.text_cells import note_texts
from schemas.arrow import ROW_ID, typed_fields, typed_schema
from schemas.catalogue import Catalogue
from schemas.model import Field

# The sender and the period give these where a sheet does not.
SUPPLIED_FIELDS = frozenset({"school_code", "school_year"})

# Arrays of one chunk: a cell or a value for each row, or for each distinct cell. (Arrow's stubs say too little of its functions.)
Values: TypeAlias = Any
# Each distinct cell once, or plain texts (``RawRows.plain``).
Cells: TypeAlias = Any

_NOTED = pa.schema([("field", pa.string()), ("key", pa.string()), ("raw", pa.string())]).insert(0, ROW_ID)


def write_typed_rows(engine: Engine, catalogue: Catalogue, rows: RawRows, period: Period, path: Path) -> int:
    """Write the columns of ``typed_schema`` that some sheet has, and fill ``noted_cell``; answers the number of rows.

    Tables cell_value, candidate, sheet and school_level must be there. The file is complete or not there at all.
    """
    engine.execute(statement("noted_cells"))
    typing = _Typing(engine, catalogue, rows, period, _known_values(engine, rows))
    partial = path.with_name(f".{path.name}.partial")
    path.parent.mkdir(parents=True, exist_ok=True)
    writer: pq.ParquetWriter | None = None
    count = 0
    for dialect, chunk in rows.chunks(rows.fields):
        typed = typing.typed(dialect, chunk)
        # Most columns are dictionaries of texts here, all are plain texts to whoever reads the file. The stubs do not
        # know the list of `use_dictionary`.
        writer = writer or pq.ParquetWriter(
            partial,
            typed.schema,
            compression="lz4",
            write_statistics=["row_id"],
            store_schema=False,
            use_dictionary=[name for name in typed.column_names if name not in rows.plain],  # type: ignore[arg-type]
        )
        # A row group for each chunk: every row group holds the whole dictionaries of its chunk.
        writer.write_table(typed, row_group_size=typed.num_rows)
        count += typed.num_rows
    if writer:
        writer.close()
        partial.replace(path)
    return count


def _known_values(engine: Engine, rows: RawRows) -> dict[str, pa.Table]:
    """Key of a field → its distinct cells: raw, value, partial, year, is_ambiguous, is_notable."""
    cells = engine.arrow(statement("known_values"), {"dataset": rows.dataset.name})
    keys = {cell_key(field, dialect) for field in rows.resolved_fields for dialect in rows.dialects}
    return {key: cells.filter(pc.field("key") == key) for key in keys}


@dataclass(frozen=True, slots=True)
class _Typing:
    """Types chunk after chunk of the rows of one dataset."""

    engine: Engine
    catalogue: Catalogue
    rows: RawRows
    period: Period
    known_values: Mapping[str, pa.Table]

    def typed(self, dialect: str, chunk: pa.Table) -> pa.Table:
        """The typed columns of a chunk, of sheets with codes of one system; notes what there is to say about its cells."""
        known = {f.name: self.known_values[cell_key(f, dialect)] for f in self.rows.resolved_fields}
        cells: dict[str, Cells] = {field.name: _array(chunk, field.name) for field in self.rows.fields}
        columns = self._mended(cells)
        for field in self.rows.resolved_fields:
            columns |= _resolved(field, known[field.name], cells[field.name])
            if is_mark_field(field):
                sheet_ids = _array(chunk, "sheet_id")
                columns[field.name] = with_blanks_as_no(columns[field.name], cells[field.name], sheet_ids)
        row_ids = _array(chunk, "row_id")
        columns |= self._supplied(columns, self._senders(_array(chunk, "sheet_id")))
        # What the grade decides comes after it.
        for field in sorted(self.rows.resolved_fields, key=lambda field: field.code_list != "grade"):
            if pc.any(known[field.name]["is_ambiguous"]).as_py():
                key = cell_key(field, dialect)
                columns[field.name] = self._decided(field, key, cells[field.name], columns, chunk)
        self._note(dialect, cells, row_ids)
        given = {"row_id": row_ids, **columns}
        return pa.table(
            {column.name: given[column.name] for column in typed_schema(self.rows.dataset) if column.name in given}
        )

    def _mended(self, cells: Mapping[str, Cells]) -> dict[str, Values]:
        """The text columns with their texts as they are meant."""
        texts = {field.name: _distinct(cells[field.name]) for field in self.rows.text_fields}
        mended = note_texts(self.engine, self.catalogue, self.rows.dataset, texts)
        columns: dict[str, Values] = {field.name: cells[field.name] for field in self.rows.text_fields}
        for name in map(str, pc.unique(mended["field"]).to_pylist()):
            of_field = mended.filter(pc.field("field") == name)
            columns[name] = _replaced(cells[name], _array(of_field, "raw"), _array(of_field, "value"))
        return columns

    def _decided(self, field: Field, key: str, cells: Cells, columns: Mapping[str, Values], chunk: pa.Table) -> Values:
        """A code column in which the parent of the row decides between codes of one spelling ("Khối 10" is 10 or 13)."""
        known = self.known_values[key]
        ambiguous = _array(known.filter(known["is_ambiguous"]), "raw")
        is_open = _is_one_of(cells, ambiguous)
        open_rows = chunk.select(["row_id", field.name]).rename_columns(["row_id", "raw"])
        for name in ("sender_code", "school_code"):
            open_rows = open_rows.append_column(name, columns[name].cast(pa.string()))
        parents = parent_fields(self.catalogue, self.rows.dataset, field)
        if parents:
            nothing = pa.nulls(len(cells), pa.string())
            parent_codes: Values = pc.coalesce(*(columns.get(parent.name, nothing) for parent in parents))
            open_rows = open_rows.append_column("parent_code", parent_codes)
        self.engine.bind_arrow("open_row", open_rows.filter(is_open))
        chosen = self.engine.arrow(statement(_decider(parents)), {"key": key})
        self.engine.bind_arrow("chosen", chosen)
        self.engine.execute(statement("undecided"), {"field": field.name})
        places = pc.index_in(_array(chunk, "row_id"), value_set=_array(chosen, "row_id"))
        return pc.coalesce(_array(chosen, "value").take(places), columns[field.name].cast(pa.string()))

    def _note(self, dialect: str, cells: Mapping[str, Cells], row_ids: Values) -> None:
        """Add the rows in which notable cells stand to table ``noted_cell``."""
        texts = self.engine.arrow("SELECT field, raw FROM notable_text")
        noted = [_NOTED.empty_table()]
        for field in self.rows.fields:
            key = field.name if field.type in TEXT_TYPES else cell_key(field, dialect)
            if field.type in TEXT_TYPES:
                notable = _array(texts.filter(pc.field("field") == field.name), "raw")
            else:
                known = self.known_values[key]
                notable = _array(known.filter(known["is_notable"]), "raw")
            if len(notable):
                column = cells[field.name]
                stands = _is_one_of(column, notable)
                raw = column.filter(stands).cast(pa.string())
                named = [pa.repeat(name, len(raw)) for name in (field.name, key)]
                noted.append(pa.table([row_ids.filter(stands), *named, raw], schema=noted[0].schema))
        self.engine.bind_arrow("noted", pa.concat_tables(noted))
        self.engine.execute(statement("note"))

    def _senders(self, sheet_ids: Values) -> pa.Table:
        """Columns sender_code and is_school of each row."""
        sheets = self.engine.arrow("SELECT sheet_id, sender_code, is_school FROM sheet")
        places = pc.index_in(sheet_ids, value_set=_array(sheets, "sheet_id"))
        codes = _array(sheets, "sender_code")
        return pa.table(
            {"sender_code": _pointed_at(codes, places), "is_school": _array(sheets, "is_school").take(places)}
        )

    def _supplied(self, columns: Mapping[str, Values], senders: pa.Table) -> dict[str, Values]:
        """The sender, and the school code and school year that sender and period give where the cell is blank."""
        nothing = pa.nulls(senders.num_rows, pa.string())
        supplied: dict[str, Values] = {"sender_code": _array(senders, "sender_code")}
        names = {field.name for field in self.rows.dataset.columns}
        if "school_code" in names:
            self.engine.bind_arrow("given_school", senders.append_column("given", columns.get("school_code", nothing)))
            codes = self.engine.arrow(statement("supplied_school"))
            supplied["school_code"] = _array(codes, "school_code").dictionary_encode()
        if "school_year" in names:
            given = columns.get("school_year", nothing.cast(pa.int64()))
            supplied["school_year"] = given.fill_null(self.period.school_year)
        return supplied


def _decider(parents: Sequence[Field]) -> str:
    """The statement that picks a code by its parents in the row."""
    if not parents:
        return "chosen_by_school"
    if parents[0].name == "class_code":
        return "chosen_by_class"
    return "chosen_by_grade" if parents[0].code_list == "grade" else "chosen_by_parent"


def _resolved(field: Field, known: pa.Table, cells: Cells) -> dict[str, Values]:
    """The typed columns of a field whose distinct cells are known."""
    places = pc.index_in(cells.dictionary, value_set=_array(known, "raw"))
    sources = ("value", "partial", "year")
    return {
        column.name: _pointed_at(_array(known, source).take(places).cast(column.type), cells.indices)
        for column, source in zip(typed_fields(field), sources, strict=False)
    }


def _is_plain(cells: Cells) -> bool:
    return not pa.types.is_dictionary(cells.type)


def _distinct(cells: Cells) -> Values:
    """The texts of a column, each at least once."""
    return cells.drop_null() if _is_plain(cells) else cells.dictionary


def _is_one_of(cells: Cells, texts: Values) -> Values:
    """For each row whether its cell is one of ``texts``."""
    if _is_plain(cells):
        return pc.is_in(cells, value_set=texts)
    return pc.is_in(cells.dictionary, value_set=texts).take(cells.indices).fill_null(False)


def _replaced(cells: Cells, raw: Values, value: Values) -> Values:
    """The column with other texts for those that are ``raw``."""
    texts = cells if _is_plain(cells) else cells.dictionary
    places = pc.index_in(texts, value_set=raw)
    meant = pc.if_else(pc.is_valid(places), value.take(places), texts)
    return meant if _is_plain(cells) else _pointed_at(meant, cells.indices)


def _pointed_at(values: Values, indices: Values) -> Values:
    """A column from the values of its distinct cells; texts stay a dictionary, without the distinct cells that are worth nothing."""
    if values.type != pa.string():
        return values.take(indices)
    encoded = values.dictionary_encode()
    return pa.DictionaryArray.from_arrays(encoded.indices.take(indices), encoded.dictionary)


def _array(table: pa.Table, column: str) -> Values:
    return table[column].combine_chunks()
