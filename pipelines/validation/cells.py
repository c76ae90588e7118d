"""From text cells to typed cells: the compiler of the normalising statement of a dataset.

Fields of few distinct values (codes, dates, numbers, marks) are resolved once per distinct cell (``sql/cell_value.sql``) and
joined back; texts of many distinct values (names, numbers of persons, phones) are mended in place.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from pipelines.engine import Engine, quote_identifier, quote_text, sql_type
from pipelines.validation.sql import statement
from schemas.arrow import typed_fields
from schemas.catalogue import Catalogue, Dataset, Field, read_rows
from schemas.text import fold

TEXT_TYPES = frozenset({"string", "phone", "email"})
# The sender and the period give these where a sheet does not.
SUPPLIED_FIELDS = frozenset({"school_code", "school_year"})

_FIXED_DIGITS = re.compile(r"^\^\[0-9\]\{(\d+)\}\$$")


@dataclass(frozen=True, slots=True)
class RawRows:
    """The raw rows of one dataset in this pass (view ``raw_<dataset>``) and the fields that some sheet has."""

    dataset: Dataset
    present: frozenset[str]

    @property
    def view(self) -> str:
        return f"raw_{self.dataset.name}"

    @property
    def fields(self) -> list[Field]:
        return [field for field in self.dataset.columns if field.name in self.present]

    @property
    def text_fields(self) -> list[Field]:
        return [field for field in self.fields if field.type in TEXT_TYPES]

    @property
    def resolved_fields(self) -> list[Field]:
        return [field for field in self.fields if field.type not in TEXT_TYPES]


def bind_code_keys(engine: Engine) -> None:
    """Tables code_key, code_parent_of, code_label and placeholder: what a cell may say. Once per period."""
    rows = list(read_rows("placeholders.csv"))
    engine.bind_arrow(
        "placeholder",
        pa.table({"folded": [fold(r["text"]) for r in rows], "applies_to": [r["applies_to"] for r in rows]}),
    )
    texts = sorted({r["text"] for r in rows} | {fold(r["text"]) for r in rows})
    engine.execute("SET VARIABLE placeholders = $texts", {"texts": texts})
    engine.execute(statement("code_key"))


def resolve_distinct_cells(engine: Engine, datasets: Sequence[RawRows]) -> None:
    """Make tables cell_value and candidate for the fields of few distinct values; their ``field`` is ``cell_key``."""
    fields = [(rows, field) for rows in datasets for field in rows.resolved_fields]
    engine.bind_arrow(
        "field_in_sheet",
        pa.table(
            {
                "name": pa.array([cell_key(f) for _, f in fields], pa.string()),
                "type": pa.array([f.type for _, f in fields], pa.string()),
                "code_list": pa.array([f.code_list for _, f in fields], pa.string()),
                "allows_partial_date": pa.array([f.allows_partial_date for _, f in fields], pa.bool_()),
                "minimum": pa.array([f.minimum for _, f in fields], pa.float64()),
                "maximum": pa.array([f.maximum for _, f in fields], pa.float64()),
            }
        ),
    )
    engine.bind_arrow(
        "field_of_cell",
        pa.table(
            {
                "key": pa.array([cell_key(f) for _, f in fields], pa.string()),
                "dataset": pa.array([f.dataset for _, f in fields], pa.string()),
                "name": pa.array([f.name for _, f in fields], pa.string()),
            }
        ),
    )
    engine.execute("CREATE OR REPLACE TEMP TABLE raw_value (field VARCHAR, raw VARCHAR)")
    for rows, field in fields:
        # Column by column: the engine then reads the dictionary of the file, not its million cells.
        column = quote_identifier(field.name)
        engine.execute(
            f"INSERT INTO raw_value SELECT DISTINCT {quote_text(cell_key(field))}, {column} "
            f"FROM {quote_identifier(rows.view)} WHERE {column} IS NOT NULL"
        )
    engine.execute(statement("cell_value"))


def cell_key(field: Field) -> str:
    """How a field is named in the tables that hold the cells of all datasets."""
    return f"{field.dataset}.{field.name}"


@dataclass(frozen=True, slots=True)
class _Resolved:
    """Fields of a dataset by the way their values are found: as they stand, in a small map, or by a join."""

    unchanged: frozenset[str]
    mapped: frozenset[str]
    ambiguous: frozenset[str]


def _resolved(engine: Engine, rows: RawRows) -> _Resolved:
    """Sort the fields, and set variable ``cells``: field → raw → value of those with few distinct cells."""
    engine.execute(statement("small_maps"), {"dataset": rows.dataset.name})
    answer = engine.rows(statement("resolved_fields"), {"dataset": rows.dataset.name})
    return _Resolved(
        frozenset(str(name) for name, is_unchanged, _, _ in answer if is_unchanged),
        frozenset(str(name) for name, is_unchanged, is_small, _ in answer if is_small and not is_unchanged),
        frozenset(str(name) for name, _, _, is_ambiguous in answer if is_ambiguous),
    )


def typed_select(engine: Engine, catalogue: Catalogue, rows: RawRows) -> str:
    """The SELECT that answers the columns of ``typed_schema`` that some sheet has, and ``is_repaired`` (a text cell was mended)."""
    resolved = _resolved(engine, rows)
    inner = ["r.row_id", "s.sender_code", "s.is_school"]
    inner += [f"{_mended(field)} AS {quote_identifier(field.name)}" for field in rows.text_fields]
    inner += [f"r.{quote_identifier(field.name)} AS {_raw(field)}" for field in rows.fields]
    outer = ["t.row_id", "t.sender_code"]
    joins: list[str] = []
    for field in rows.dataset.columns:
        if field.name not in rows.present and field.name not in SUPPLIED_FIELDS:
            continue
        columns = {field.name: _value(rows, resolved, field)}
        if field.name in rows.present and field.type not in TEXT_TYPES:
            if field.name not in resolved.unchanged | resolved.mapped:
                cell = _cell(field)
                joins.append(
                    f"LEFT JOIN cell_value AS {cell} ON {cell}.field = {quote_text(cell_key(field))} "
                    f"AND {cell}.raw = t.{_raw(field)}"
                )
            if field.name in resolved.ambiguous:
                joins.append(_choice_join(catalogue, rows, resolved, field))
                columns[field.name] = f"coalesce({columns[field.name]}, {_choice(field)}.value)"
            if field.allows_partial_date:
                columns |= {f"{field.name}_partial": f"{cell}.partial", f"{field.name}_year": f"{cell}.year"}
        if field.name in SUPPLIED_FIELDS:
            columns[field.name] = _supplied(field, columns[field.name])
        outer += [f"({columns[c.name]})::{sql_type(c.type)} AS {quote_identifier(c.name)}" for c in typed_fields(field)]
    repaired = [f"t.{quote_identifier(f.name)} IS DISTINCT FROM t.{_raw(f)}" for f in rows.text_fields]
    outer.append(f"{' OR '.join(repaired) or 'FALSE'} AS is_repaired")
    return (
        f"SELECT {', '.join(outer)} FROM (SELECT {', '.join(inner)} FROM {quote_identifier(rows.view)} AS r "
        f"JOIN sheet AS s ON s.sheet_id = place_sheet(r.row_id)) AS t {' '.join(joins)}"
    )


def _raw(field: Field) -> str:
    return quote_identifier(f"raw {field.name}")


def _cell(field: Field) -> str:
    return quote_identifier(f"cell {field.name}")


def _choice(field: Field) -> str:
    return quote_identifier(f"choice {field.name}")


def _value(rows: RawRows, resolved: _Resolved, field: Field) -> str:
    """Where the value of a cell is found, as text."""
    if field.name not in rows.present:
        return "NULL"
    if field.type in TEXT_TYPES:
        return f"t.{quote_identifier(field.name)}"
    if field.name in resolved.unchanged:
        return f"t.{_raw(field)}"
    if field.name in resolved.mapped:
        return f"getvariable('cells')[{quote_text(field.name)}][t.{_raw(field)}]"
    return f"{_cell(field)}.value"


def _supplied(field: Field, value: str) -> str:
    """School code and school year are given by the sender and the period where the cell is blank."""
    if field.name == "school_year":
        return f"coalesce({value}::BIGINT, school_year())"
    # A school's own code that lost its leading zeros is proved by the sender.
    return (
        f"CASE WHEN t.is_school AND ({value} IS NULL OR lpad({value}, length(t.sender_code)::INTEGER, '0') = t.sender_code) "
        f"THEN t.sender_code ELSE {value} END"
    )


def _mended(field: Field) -> str:
    """SQL that mends a text cell: spaces and Unicode form, placeholders, and what numbers lost in Excel."""
    text = f"r.{quote_identifier(field.name)}"
    if field.type == "phone":
        return f"mended_phone({text})"
    digits = _FIXED_DIGITS.match(field.pattern)
    if digits:
        return f"mended_digits({text}, {digits[1]})"
    return f"mended_text({text})"


def _choice_join(catalogue: Catalogue, rows: RawRows, resolved: _Resolved, field: Field) -> str:
    """A join that lets the parent of the row decide between codes of one spelling ("Khối 10" is 10 or 13)."""
    parent = parent_field(catalogue, rows.dataset, field)
    choice = _choice(field)
    own = f"{choice}.field = {quote_text(cell_key(field))} AND {choice}.raw = t.{_raw(field)}"
    if parent is None:
        return (
            "LEFT JOIN (SELECT c.field, c.raw, l.school_code, min(c.value) AS value FROM candidate AS c "
            "JOIN school_level AS l ON l.level_code = c.parent_code GROUP BY c.field, c.raw, l.school_code "
            f"HAVING count(DISTINCT c.value) = 1) AS {choice} ON {own} AND {choice}.school_code = t.sender_code"
        )
    return (
        "LEFT JOIN (SELECT field, raw, parent_code, min(value) AS value FROM candidate "
        "GROUP BY field, raw, parent_code HAVING count(DISTINCT value) = 1) "
        f"AS {choice} ON {own} AND {choice}.parent_code = {_value(rows, resolved, parent)}"
    )


def parent_field(catalogue: Catalogue, dataset: Dataset, field: Field) -> Field | None:
    """The field of the same row whose code is the parent of this field's code; None if the school's levels are."""
    if field.code_list in ("ward", "district"):
        return next((f for f in dataset.columns if f.name == field.name.replace(field.code_list, "province")), None)
    parents = {code.parent_list for code in catalogue.code_lists[field.code_list]}
    return next((f for f in dataset.columns if f.code_list in parents and f.code_list != "level"), None)
