"""Texts: how each distinct one is mended, and what is wrong with it."""

import re

import pyarrow as pa

from pipelines.engine import Engine, quote_text
from pipelines.validation.raw_rows import TEXT_TYPES
from pipelines.validation.sql import statement
from schemas.catalogue import Catalogue, Dataset, Field

_FIXED_DIGITS = re.compile(r"^\^\[0-9\]\{(\d+)\}\$$")


def bind_text_fields(engine: Engine, catalogue: Catalogue) -> None:
    """Table text_field and macro fits_pattern: what the rules on texts must know of the fields. Once per pass."""
    datasets = catalogue.datasets.values()
    fields = [field for dataset in datasets for field in dataset.columns if field.type in TEXT_TYPES]
    names = set(catalogue.rules["FLD023"].fields)
    kinds = [_kind(field, names) for field in fields]
    digits = [int(match[1]) if (match := _FIXED_DIGITS.match(field.pattern)) else None for field in fields]
    # Rules on numbers of persons look at the form of these themselves.
    left_out = {
        (rule.dataset, name)
        for rule in catalogue.rules.values()
        if _is_about_form(rule.id, rule.level)
        for name in rule.fields
    }
    patterns = [
        None if kind == "phone" or left_out & {("any", f.name), (f.dataset, f.name)} else f.pattern or None
        for f, kind in zip(fields, kinds, strict=True)
    ]
    table = pa.table(
        {
            "dataset": pa.array([f.dataset for f in fields], pa.string()),
            "field": pa.array([f.name for f in fields], pa.string()),
            "kind": pa.array(kinds, pa.string()),
            "digits": pa.array(digits, pa.int64()),
            "max_length": pa.array([f.max_length for f in fields], pa.int64()),
            "pattern": pa.array(patterns, pa.string()),
            "is_number": pa.array(
                [bool(f.pattern) and k != "phone" for f, k in zip(fields, kinds, strict=True)], pa.bool_()
            ),
            "may_ask": pa.array(
                [k != "name" and not f.name.endswith("_address") for f, k in zip(fields, kinds, strict=True)],
                pa.bool_(),
            ),
        }
    )
    engine.bind_arrow("text_field", table)
    # An engine compiles a pattern once only where it stands in the statement.
    cases = " ".join(
        f"WHEN {quote_text(pattern)} THEN regexp_matches(text, {quote_text(pattern)})"
        for pattern in sorted({pattern for pattern in patterns if pattern})
    )
    engine.execute(f"CREATE OR REPLACE TEMP MACRO fits_pattern(text, pattern) AS CASE pattern {cases} ELSE TRUE END")


def note_texts(engine: Engine, dataset: Dataset, texts: pa.Table) -> pa.Table:
    """Fill table ``notable_text`` from distinct texts (columns field, raw); answers field, raw, value of those that were mended."""
    engine.bind_arrow("distinct_text", texts)
    engine.execute(statement("notable_text"), {"dataset": dataset.name})
    return engine.arrow("SELECT field, raw, value FROM notable_text WHERE value IS DISTINCT FROM raw")


def _kind(field: Field, names: set[str]) -> str:
    if field.type == "phone":
        return "phone"
    if _FIXED_DIGITS.match(field.pattern):
        return "digits"
    return "name" if field.name in names else "text"


def _is_about_form(rule_id: str, level: str) -> bool:
    return rule_id.startswith("IDN") and level == "cell"
