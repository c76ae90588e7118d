"""The key of a dataset stands once in a submission (FLD029): compiled from datasets.csv where no statement says it otherwise."""

from pipelines.engine import quote_identifier, quote_text
from schemas.model import Dataset, Field

# The rule on rows that repeat another one.
REPEATED = "FLD029"
# Given by the sender and the period, or the same in all rows of a school.
_OF_THE_SCHOOL = frozenset({"school_code", "school_year"})


def repeated_key(dataset: Dataset) -> str:
    """The SELECT of the rows that repeat the key of an earlier row of their sender, or of a newer submission.

    Of parts with alternatives (``a|b``) the first that is filled counts, and one must be. The first part names the parent (the
    school's class, staff, learner); of rows that fill nothing else, or have a cell that could not be read, nobody knows whether they
    repeat each other.
    """
    parts = [
        [dataset.field(name) for name in part.split("|")] for part in dataset.key_fields if part not in _OF_THE_SCHOOL
    ]
    own = parts[1:] or parts
    keys = ", ".join(["sender_code", "school_code", *map(_value, parts)])
    needed = [f"{_value(part)} IS NOT NULL" for part in parts if _must_be_filled(part)]
    filled = " OR ".join(f"{_value(part)} IS NOT NULL" for part in own)
    pointed = next((part for part in parts if len(part) > 1), None)
    pointed = pointed or next((part for part in own if _must_be_filled(part)), parts[0])
    shown = ", ".join(_shown(field) for part in parts for field in part)
    names = ", ".join(quote_text(field.name) for part in parts for field in part)
    # Two steps: looking for numbers that occur twice is much cheaper than comparing whole keys of millions of rows.
    return f"""
WITH keyed AS (
    SELECT
        *,
        hash({keys}) AS key_hash
    FROM {quote_identifier(f"accepted_{dataset.name}")}
    WHERE {" AND ".join([*needed, f"({filled})"])}
),
seen_twice AS (
    SELECT key_hash
    FROM keyed
    GROUP BY key_hash
    HAVING count(*) > 1
)
SELECT
    k.row_id,
    {_name(pointed)} AS field,
    coalesce({", ".join(map(_cell, pointed))}, NULL) AS value,
    concat_ws(', ', {shown}) AS shown,
    f.fields_vi,
    f.fields_en,
    other_row(k.row_id, k.first_row_id) AS other_row
FROM (
    SELECT
        r.*,
        first_value(r.row_id) OVER (PARTITION BY {keys} ORDER BY s.sheet_id IS NOT NULL, r.row_id) AS first_row_id
    FROM keyed AS r
    SEMI JOIN seen_twice USING (key_hash)
    LEFT JOIN standing_sheet AS s ON s.sheet_id = place_sheet(r.row_id)
) AS k
CROSS JOIN (
    SELECT
        string_agg(label_vi, ', ') AS fields_vi,
        string_agg(label_en, ', ') AS fields_en
    FROM field
    WHERE dataset = {quote_text(dataset.name)}
      AND name IN ({names})
) AS f
WHERE k.row_id <> k.first_row_id"""


def _must_be_filled(part: list[Field]) -> bool:
    return len(part) > 1 or part[0].required == "yes"


def _value(part: list[Field]) -> str:
    """The first field of a part that is filled."""
    return f"coalesce({', '.join(quote_identifier(field.name) for field in part)}, NULL)"


def _name(part: list[Field]) -> str:
    """The name of the first field of a part that is filled."""
    cases = " ".join(
        f"WHEN k.{quote_identifier(field.name)} IS NOT NULL THEN {quote_text(field.name)}" for field in part
    )
    return f"CASE {cases} ELSE {quote_text(part[0].name)} END"


def _cell(field: Field) -> str:
    """What stands in the cell, as findings say it; a personal number masked."""
    column = f"k.{quote_identifier(field.name)}"
    if field.type == "date":
        return f"show_date({column})"
    return f"mask({column})" if field.name == "personal_id" else f"CAST({column} AS VARCHAR)"


def _shown(field: Field) -> str:
    return (
        f"code_label({quote_text(field.code_list)}, k.{quote_identifier(field.name)})"
        if field.code_list
        else _cell(field)
    )
