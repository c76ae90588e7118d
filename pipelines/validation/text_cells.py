"""The compiler of the statements that mend the texts of a field and say what is wrong with them, distinct text by text."""

import re
from collections.abc import Iterator

from pipelines.engine import quote_text
from schemas.catalogue import Catalogue, Field

_FIXED_DIGITS = re.compile(r"^\^\[0-9\]\{(\d+)\}\$$")
_MOBILE_OR_FIXED = "^(0[35789][0-9]{8}|02[0-9]{9})$"
_SCIENTIFIC = r"^[0-9](\.[0-9]+)?[eE]\+?[0-9]+$"
_NO_NAME_LETTER = r"[^\p{L} .'’\-]"
# Two words or more, the first as names are written: nothing that rules on names ask about.
_PLAIN_NAME = r"^\p{Lu}\p{Ll}[\p{L}.'’\-]*( [\p{L}.'’\-]+)+$"
_LOST_LETTER = "contains(value, '\ufffd')"
_LOST_BESIDE_LETTERS = (
    f"{_LOST_LETTER} OR ((contains(value, '?') OR contains(value, '□')) "
    r"AND regexp_matches(value, '[\p{L}][?□]|[?□][\p{L}]'))"
)


def notable_texts(catalogue: Catalogue, field: Field) -> str:
    """The SELECT over ``distinct_text`` (raw) of the texts of a field that are not simply right.

    It answers raw, value (the text as it is meant), problems (rules that it breaks) and repairs (rules told once for the column).
    """
    problems = ", ".join(f"CASE WHEN {fires} THEN '{rule_id}' END" for rule_id, fires in _problems(catalogue, field))
    repairs = "repairs_of(raw, value)"
    if _is_name(catalogue, field):
        repairs = f"list_concat({repairs}, CASE WHEN {_ONE_CASE} THEN ['FLD025'] ELSE [] END)"
    return (
        f"SELECT raw, value, list_filter([{problems}], lambda rule : rule IS NOT NULL) AS problems, {repairs} AS repairs "
        f"FROM (SELECT raw, {_mended(field)} AS value FROM distinct_text WHERE NOT ({_is_plain(catalogue, field)})) "
        "WHERE value IS DISTINCT FROM raw OR len(problems) > 0 OR len(repairs) > 0"
    )


_ONE_CASE = "contains(value, ' ') AND (value = upper(value) OR value = lower(value))"


def _is_name(catalogue: Catalogue, field: Field) -> bool:
    return field.name in catalogue.rules["FLD023"].fields


def _is_plain(catalogue: Catalogue, field: Field) -> str:
    """A cheap test that only texts pass of which none of the rules has anything to say."""
    if field.type == "phone":
        return _matches("raw", _MOBILE_OR_FIXED)
    if _FIXED_DIGITS.match(field.pattern):
        return _matches("raw", field.pattern)
    tests = ["NOT is_placeholder(raw)"]
    if field.max_length:
        tests.append(f"strlen(raw) <= {field.max_length}")
    if _is_name(catalogue, field):
        tests.append(_matches("raw", _PLAIN_NAME))
    else:
        tests += ["NOT is_untidy(raw)", r"NOT regexp_matches(raw, '[?\x{FFFD}□]')"]
        tests += [_matches("raw", field.pattern)] if field.pattern else []
    return " AND ".join(tests)


def _mended(field: Field) -> str:
    """SQL that mends a text cell: spaces and Unicode form, placeholders, and what numbers lost in Excel."""
    if field.type == "phone":
        return "mended_phone(raw)"
    digits = _FIXED_DIGITS.match(field.pattern)
    return f"mended_digits(raw, {digits[1]})" if digits else "mended_text(raw)"


def _problems(catalogue: Catalogue, field: Field) -> Iterator[tuple[str, str]]:
    """Texts against their length, pattern and alphabet (FLD014, FLD015, FLD021, FLD023, FLD024, FLD027, FIL021)."""
    if field.max_length:
        # Bytes first: they are not fewer than letters, and known without reading the text.
        yield "FLD014", f"strlen(value) > {field.max_length} AND length(value) > {field.max_length}"
    if field.type == "phone":
        yield "FLD027", f"NOT {_matches('value', _MOBILE_OR_FIXED)}"
    elif field.pattern:
        is_scientific = _matches("value", _SCIENTIFIC)
        yield "FLD021", is_scientific
        if field.name not in _fields_of_number_rules(catalogue):
            yield "FLD015", f"NOT {_matches('value', field.pattern)} AND NOT {is_scientific}"
    is_name = _is_name(catalogue, field)
    lost = _LOST_BESIDE_LETTERS if is_name or field.name.endswith("_address") else _LOST_LETTER
    yield "FIL021", lost
    if is_name:
        yield "FLD023", f"{_matches('value', _NO_NAME_LETTER)} AND NOT ({lost})"
        yield "FLD024", "NOT contains(value, ' ') OR length(value) < 3"


def _fields_of_number_rules(catalogue: Catalogue) -> set[str]:
    """Fields whose form the rules on identification numbers look at."""
    rules = [rule for rule in catalogue.rules.values() if rule.id.startswith("IDN") and rule.level == "cell"]
    return {name for rule in rules for name in rule.fields}


def _matches(text: str, pattern: str) -> str:
    return f"regexp_matches({text}, {quote_text(pattern)})"
