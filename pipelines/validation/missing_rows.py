"""Rows that a sender's submission before had and the one that replaces it has not: told, for lists are sent class by class (FIL035)."""

from collections.abc import Iterator, Sequence
from itertools import product

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.engine import Engine, quote_identifier, quote_text
from pipelines.staging import Partition, Staging
from pipelines.validation.inputs import Inputs
from pipelines.validation.raw_view import bind_raw_view, raw_name
from pipelines.validation.same_rows import LIFELONG_NUMBERS, own_key
from pipelines.validation.sql import statement
from schemas.catalogue import Catalogue
from schemas.model import Dataset

_REPLACED = "replaced_sheet"
_NAME, _STAFF, _SCHOOL = "full_name", "staff_code", "school_code"
# By which a school knows a class, the best first.
_CLASS = ("class_name", "class_code")


def bind_replaced_sheets(engine: Engine, catalogue: Catalogue, inputs: Inputs) -> None:
    """Table ``replaced_sheet``: of each sender and dataset the sheets of the submission that the one in force replaces."""
    engine.bind_arrow("earlier_sheet", inputs.earlier.filter(pc.invert(_is_kept_out(catalogue, inputs))))
    engine.execute(statement(_REPLACED))


def _is_kept_out(catalogue: Catalogue, inputs: Inputs) -> pa.BooleanArray:
    """Which earlier sheets an error that intake found kept out as a whole: they were never in force."""
    errors = [rule.id for rule in catalogue.rules.values() if rule.severity == "error"]
    found = inputs.intake_findings
    of_sheet = pc.and_(pc.is_null(found["excel_row"]), pc.is_in(found["rule_id"], pa.array(errors, pa.string())))
    return pc.is_in(inputs.earlier["sheet_id"], pc.drop_null(found.filter(of_sheet)["sheet_id"]))


def missing_rows(engine: Engine, staging: Staging, partition: Partition, dataset: Dataset) -> Iterator[tuple[str, str]]:
    """The SELECT of the lists in which many rows of the one before are missing, as their cells were read (FIL035).

    Cells as they were read, for what was replaced in the same load was never validated; but labels stand for their codes.
    ``raw_<dataset>`` and ``code_key`` must be bound.
    """
    if not bind_raw_view(engine, staging, partition, dataset.name, _REPLACED).num_rows:
        return
    now, before = raw_name(dataset.name), raw_name(dataset.name, _REPLACED)
    of_now, of_before = _columns(engine, now), _columns(engine, before)
    columns = of_now & of_before
    ways = [way for way in _ways(dataset) if way[0] in columns]
    if not ways:
        return
    compared = sorted({name for way in ways for name in way} & columns)
    named = [quote_identifier(name) for name in compared]
    lists = {name: dataset.field(name).code_list for name in compared}
    levels = range(len(ways))
    yield (
        "FIL035",
        statement("missing_rows").format(
            dataset=quote_text(dataset.name),
            now=now,
            before=before,
            columns=", ".join(f"r.{name}" for name in named),
            held=",\n        ".join(
                f"count(DISTINCT is_before) FILTER (WHERE {name} IS NOT NULL) = 2 AS {quote_identifier(f'has_{column}')}"
                for name, column in zip(named, compared, strict=True)
            ),
            coded=",\n        ".join(_coded(name, code_list) for name, code_list in lists.items()),
            keys=",\n        ".join(f"{_key(way, compared)} AS key_{level}" for level, way in enumerate(ways)),
            is_known=" OR ".join(f"b.key_{level} IS NOT NULL" for level in levels),
            anti_joins="\n    ".join(
                f"ANTI JOIN (SELECT DISTINCT sender_code, school, key_{level} FROM keyed WHERE NOT is_before) AS n_{level}\n"
                f"        ON n_{level}.sender_code = b.sender_code AND n_{level}.school = b.school "
                f"AND n_{level}.key_{level} = b.key_{level}"
                for level in levels
            ),
            class_of_now=_own(of_now, *_CLASS),
            class_of_before=_own(of_before, *_CLASS),
            school_of_now=_own(of_now, _SCHOOL),
            school_of_before=_own(of_before, _SCHOOL),
        ),
    )


def _ways(dataset: Dataset) -> Iterator[Sequence[str]]:
    """The columns by which a row may be found again. Of people the name or a number for life, for codes begin anew in every class."""
    names = {field.name for field in dataset.columns}
    parts = own_key(dataset)
    if _NAME in names:
        others = [part[0] for part in parts if len(part) == 1 and part != [_STAFF]]
        for own in (_NAME, *LIFELONG_NUMBERS):
            if own in names:
                yield (own, *others)
    elif parts:
        yield from product(*parts)


def _coded(name: str, code_list: str) -> str:
    """A cell as it is compared: the code that it is, or its text without accents."""
    column = quote_identifier(name)
    if not code_list:
        return f"fold(r.{column}) AS {column}"
    codes = f"(SELECT min(code) FROM code_key WHERE list = {quote_text(code_list)} AND key = fold(r.{column}))"
    return f"coalesce({codes}, fold(r.{column})) AS {column}"


def _key(way: Sequence[str], compared: Sequence[str]) -> str:
    """What tells a row by one way, of the columns that are filled in both submissions; NULL where its first says nothing."""
    told = [
        f"CASE WHEN {quote_identifier(f'has_{name}')} THEN r.{quote_identifier(name)} END"
        for name in way
        if name in compared
    ]
    has, first = quote_identifier(f"has_{way[0]}"), quote_identifier(way[0])
    return f"CASE WHEN {has} AND r.{first} IS NOT NULL THEN hash({', '.join(told)}) END"


def _own(columns: set[str], *names: str) -> str:
    return f"coalesce({', '.join([*(f'r.{quote_identifier(name)}' for name in names if name in columns), 'NULL'])})"


def _columns(engine: Engine, relation: str) -> set[str]:
    return set(engine.arrow(f"SELECT * FROM {relation} LIMIT 0").column_names)
