"""Texts: how each distinct one is mended, and what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.engine import Engine, quote_text
from pipelines.intake.legacy.evidence import is_in_old_font
from pipelines.validation.cells import text_placeholders
from pipelines.validation.raw_rows import TEXT_TYPES
from pipelines.validation.sql import statement
from schemas.catalogue import Catalogue
from schemas.letters import CAPITAL_LETTERS, SMALL_LETTERS
from schemas.model import Dataset, Field

# Arrays of texts, and of answers about them. (Arrow's stubs say too little of its functions.)
Values: TypeAlias = Any

_FIXED_DIGITS = re.compile(r"^\^\[0-9\]\{(\d+)\}\$$")
_MOBILE_NUMBER = r"^0[35789][0-9]{8}$"
# Two words or more, the first as names are written: then rules on names ask nothing.
_LETTERS = SMALL_LETTERS + CAPITAL_LETTERS
_FOREIGN_LETTER = rf"[^{_LETTERS}\x00-\x7F]"
_FULL_NAME = rf"^[{CAPITAL_LETTERS}][{SMALL_LETTERS}][{_LETTERS}.''’\-]*( [{_LETTERS}.''’\-]+)+$"
# A number that Excel shortened, as judged_text.sql tells it.
_SCIENTIFIC = r"^[0-9]([.,][0-9]+)?[eE]\+?[0-9]+$"
# Without a colon: a text with one may be a date of Excel, with its time.
_WORDS = rf"^[{_LETTERS}\p{{N}}.,;/()\-]+( [{_LETTERS}\p{{N}}.,;/()\-]+)*$"

_DOUBTFUL: dict[str, pa.DataType] = {"field": pa.string(), "raw": pa.string(), "is_legacy": pa.bool_()}


@dataclass(frozen=True, slots=True)
class TextField:
    """What the rules on texts must know of a field; ``kind`` is phone, digits, name or text."""

    dataset: str
    field: str
    kind: str
    digits: int | None
    max_length: int | None
    pattern: str | None
    is_number: bool
    may_ask: bool

    def is_surely_right(self, texts: Values) -> Values:
        """For each text whether rules ask nothing about it; of most that are right a cheap look tells."""
        length: Values = pc.binary_length(texts)
        match self.kind:
            case "phone":
                return pc.match_substring_regex(texts, _MOBILE_NUMBER)
            case "digits":
                return pc.and_(pc.ascii_is_decimal(texts), pc.equal(length, pa.scalar(self.digits, pa.int32())))
            case "name":
                looks_right: Values = pc.match_substring_regex(texts, _FULL_NAME)
            case _:
                looks_right = pc.ascii_is_alnum(texts)
                if not pc.all(looks_right).as_py():
                    looks_right = pc.or_(looks_right, pc.match_substring_regex(texts, _WORDS))
        if self.is_number:
            looks_right = pc.and_not(looks_right, pc.match_substring_regex(texts, _SCIENTIFIC))
        if self.pattern:
            looks_right = pc.and_(looks_right, pc.match_substring_regex(texts, self.pattern))
        if self.max_length:
            looks_right = pc.and_(looks_right, pc.less_equal(length, pa.scalar(self.max_length, pa.int32())))
        is_placeholder: Values = pc.is_in(pc.utf8_lower(texts), value_set=pa.array(text_placeholders(), pa.string()))
        return pc.and_not(looks_right, is_placeholder)


def text_fields(catalogue: Catalogue) -> list[TextField]:
    """The text fields of all datasets."""
    names = set(catalogue.rules["FLD023"].fields)
    # Rules on numbers of persons look at the form of these themselves.
    left_out = {
        (rule.dataset, name)
        for rule in catalogue.rules.values()
        if _is_about_form(rule.id, rule.level)
        for name in rule.fields
    }
    return [
        _text_field(field, names, has_own_rule=bool(left_out & {("any", field.name), (field.dataset, field.name)}))
        for dataset in catalogue.datasets.values()
        for field in dataset.columns
        if field.type in TEXT_TYPES
    ]


def bind_text_fields(engine: Engine, catalogue: Catalogue) -> None:
    """Table text_field and macro fits_pattern. Once per pass."""
    known = text_fields(catalogue)
    types = {"digits": pa.int64(), "max_length": pa.int64(), "is_number": pa.bool_(), "may_ask": pa.bool_()}
    engine.bind_arrow(
        "text_field",
        pa.table(
            {
                column.name: pa.array([getattr(f, column.name) for f in known], types.get(column.name, pa.string()))
                for column in fields(TextField)
            }
        ),
    )
    # An engine compiles a pattern once only where it stands in the statement.
    cases = " ".join(
        f"WHEN {quote_text(pattern)} THEN regexp_matches(text, {quote_text(pattern)})"
        for pattern in sorted({field.pattern for field in known if field.pattern})
    )
    engine.execute(f"CREATE OR REPLACE TEMP MACRO fits_pattern(text, pattern) AS CASE pattern {cases} ELSE TRUE END")


def note_texts(engine: Engine, catalogue: Catalogue, dataset: Dataset, texts: Mapping[str, Values]) -> pa.Table:
    """Fill table ``notable_text`` from the texts of fields; answers field, raw, value of those that were mended."""
    known = {field.field: field for field in text_fields(catalogue) if field.dataset == dataset.name}
    doubtful = [pa.schema(_DOUBTFUL).empty_table()]
    for name, of_field in texts.items():
        raw = of_field.filter(pc.invert(known[name].is_surely_right(of_field)))
        is_legacy = _is_legacy(raw) if known[name].kind == "name" else pa.repeat(False, len(raw))
        doubtful.append(pa.table({"field": pa.repeat(name, len(raw)), "raw": raw, "is_legacy": is_legacy}))
    engine.bind_arrow("doubtful_text", pa.concat_tables(doubtful))
    engine.execute(statement("judged_text"), {"dataset": dataset.name})
    engine.execute(statement("notable_text"))
    return engine.arrow("SELECT field, raw, value FROM notable_text WHERE value IS DISTINCT FROM raw")


def _is_legacy(names: Values) -> Values:
    """For each name whether it was typed in an old font; only those with letters that no Vietnamese name has are looked at."""
    is_foreign: Values = pc.match_substring_regex(names, _FOREIGN_LETTER)
    told = pa.array([name for name in names.filter(is_foreign).to_pylist() if is_in_old_font(name)], pa.string())
    return pc.is_in(names, value_set=told)


def _text_field(field: Field, names: set[str], *, has_own_rule: bool) -> TextField:
    digits = _FIXED_DIGITS.match(field.pattern)
    kind = "text"
    if field.type == "phone":
        kind = "phone"
    elif digits:
        kind = "digits"
    elif field.name in names:
        kind = "name"
    return TextField(
        dataset=field.dataset,
        field=field.name,
        kind=kind,
        digits=int(digits[1]) if digits else None,
        max_length=field.max_length,
        pattern=None if kind == "phone" or has_own_rule else field.pattern or None,
        is_number=bool(field.pattern) and kind != "phone",
        may_ask=kind != "name" and not field.name.endswith("_address"),
    )


def _is_about_form(rule_id: str, level: str) -> bool:
    return rule_id.startswith("IDN") and level == "cell"
