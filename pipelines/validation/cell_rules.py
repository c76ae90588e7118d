"""The rules that hold for any field (FLD, and FIL rules on cells), compiled from the catalogue.

Each function answers pairs of a rule id and the SELECT of the places where it fires. They read the raw rows (view ``raw``), the
typed rows (view ``this``), tables cell_value and candidate of this dataset, and ``finding`` as filled so far.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipelines.engine import Engine, quote_identifier, quote_text
from pipelines.validation.cells import SUPPLIED_FIELDS, RawRows
from pipelines.validation.conditions import condition_sql, condition_words
from schemas.catalogue import LANGUAGES, Catalogue, Field, read_rows

Places = Iterator[tuple[str, str]]

_MOBILE_OR_FIXED = "^(0[35789][0-9]{8}|02[0-9]{9})$"
_SCIENTIFIC = r"^[0-9](\.[0-9]+)?[eE]\+?[0-9]+$"
_LETTERS = r"[\p{L}]"
_NO_NAME_LETTER = r"[^\p{L} .'’\-]"


def misread_cells(engine: Engine, catalogue: Catalogue, rows: RawRows) -> Places:
    """Cells of typed fields that say nothing their field can hold (FLD003, FLD006-FLD013, FLD015, FLD016, FLD028)."""
    misread = engine.rows(
        "SELECT f.name, f.key, bool_or(c.problem IS NOT NULL), bool_or(c.is_ambiguous) FROM cell_value AS c "
        "JOIN field_of_cell AS f ON f.key = c.field WHERE f.dataset = $dataset "
        "AND (c.problem IS NOT NULL OR c.is_ambiguous) GROUP BY f.name, f.key ORDER BY f.name",
        {"dataset": rows.dataset.name},
    )
    selects = [_misread(str(name), str(key)) for name, key, has_problem, _ in misread if has_problem]
    selects += [_undecided(str(name), str(key)) for name, key, _, is_ambiguous in misread if is_ambiguous]
    if not selects:
        return
    engine.execute(f"CREATE OR REPLACE TEMP TABLE bad_cell AS {' UNION ALL '.join(selects)}")
    limits = {f.name: _limits(f) for f in rows.fields if f.minimum is not None or f.maximum is not None}
    limit = _case("b.field", limits)
    expected = ", ".join(
        f"{_case('b.field', {f.name: patterns_in_words()[f.pattern][language] for f in rows.fields if f.pattern})} "
        f"AS expected_{language}"
        for language in LANGUAGES
    )
    for (rule_id,) in engine.rows("SELECT DISTINCT rule_id FROM bad_cell ORDER BY rule_id"):
        yield (
            str(rule_id),
            f"SELECT b.row_id, b.field, b.value, b.suggestion, f.label_vi AS code_list_vi, f.label_en AS code_list_en, {limit} AS limit, "
            f"{expected}, show_date(census_date()) AS date FROM bad_cell AS b "
            f"JOIN field AS f ON f.dataset = {quote_text(rows.dataset.name)} AND f.name = b.field "
            f"WHERE b.rule_id = {quote_text(str(rule_id))}",
        )


def _misread(name: str, key: str) -> str:
    return (
        f"SELECT r.row_id, {quote_text(name)} AS field, k.raw AS value, k.problem AS rule_id, k.suggestion FROM raw AS r "
        f"JOIN cell_value AS k ON k.field = {quote_text(key)} AND k.raw = r.{quote_identifier(name)} "
        "WHERE k.problem IS NOT NULL"
    )


def _undecided(name: str, key: str) -> str:
    """Spellings that several codes share, in rows whose parent did not decide."""
    column = quote_identifier(name)
    return (
        f"SELECT r.row_id, {quote_text(name)} AS field, k.raw AS value, 'FLD011' AS rule_id, NULL AS suggestion FROM raw AS r "
        f"JOIN cell_value AS k ON k.field = {quote_text(key)} AND k.raw = r.{column} "
        f"JOIN this AS t ON t.row_id = r.row_id WHERE k.is_ambiguous AND t.{column} IS NULL"
    )


def suspicious_cells(engine: Engine, catalogue: Catalogue, rows: RawRows) -> Places:
    """Rules on single typed cells. One scan keeps the rows that any of them may fire on and says which do."""
    checks = [*_malformed_texts(catalogue, rows), *_future_dates(rows), *_missing_cells(catalogue, rows)]
    suspicions = " OR ".join(f"({check.fires})" for check in checks)
    engine.execute(f"CREATE OR REPLACE TEMP TABLE suspect AS SELECT * FROM this WHERE {suspicions}")
    fired = engine.rows(f"SELECT {', '.join(f'bool_or({check.fires})' for check in checks)} FROM suspect")[0]
    for check, has_fired in zip(checks, fired, strict=True):
        if has_fired:
            answers = ", ".join(["row_id", f"{quote_text(check.field)} AS field", *check.answers])
            yield check.rule_id, f"SELECT {answers} FROM suspect WHERE ({check.fires}) AND {check.provided}"


@dataclass(frozen=True, slots=True)
class _Check:
    """A rule on one field: the predicate that fires it, what it answers, and what must hold besides (dearer to look up)."""

    rule_id: str
    field: str
    fires: str
    answers: tuple[str, ...]
    provided: str = "TRUE"


def _malformed_texts(catalogue: Catalogue, rows: RawRows) -> Iterator[_Check]:
    """Texts against their length, pattern and alphabet (FLD014, FLD015, FLD021, FLD023, FLD024, FLD027, FIL021)."""
    patterns_of_other_rules = {
        name
        for rule in catalogue.rules.values()
        if rule.id.startswith("IDN") and rule.level == "cell"
        for name in rule.fields
    }
    names = set(catalogue.rules["FLD023"].fields)
    for field in rows.text_fields:
        column = quote_identifier(field.name)
        value = f"{column} AS value"
        if field.max_length:
            measured = (value, f"length({column}) AS n", f"{field.max_length} AS limit")
            # Bytes first: they are not fewer than letters, and known without reading the text.
            too_long = f"strlen({column}) > {field.max_length} AND length({column}) > {field.max_length}"
            yield _Check("FLD014", field.name, too_long, measured)
        if field.type == "phone":
            yield _Check("FLD027", field.name, f"NOT {_matches(column, _MOBILE_OR_FIXED)}", (value,))
        elif field.pattern:
            yield _Check("FLD021", field.name, _matches(column, _SCIENTIFIC), (value,))
            if field.name not in patterns_of_other_rules:
                malformed = f"NOT {_matches(column, field.pattern)} AND NOT {_matches(column, _SCIENTIFIC)}"
                yield _Check("FLD015", field.name, malformed, (value, *_expected(field)))
        lost = f"contains({column}, '\ufffd')"
        if field.name in names or field.name.endswith("_address"):
            beside_letters = _matches(column, f"{_LETTERS}[?□]|[?□]{_LETTERS}")
            lost += f" OR ((contains({column}, '?') OR contains({column}, '□')) AND {beside_letters})"
        yield _Check("FIL021", field.name, lost, (value,))
        if field.name in names:
            yield _Check("FLD023", field.name, f"{_matches(column, _NO_NAME_LETTER)} AND NOT ({lost})", (value,))
            yield _Check("FLD024", field.name, f"NOT contains({column}, ' ') OR length({column}) < 3", (value,))


def _future_dates(rows: RawRows) -> Iterator[_Check]:
    """Past events dated after the day of submission (FLD005)."""
    for field in rows.resolved_fields:
        if field.type == "date" and field.is_past_event:
            column = quote_identifier(field.name)
            yield _Check(
                "FLD005",
                field.name,
                f"{column} > (SELECT min(received_on) FROM sheet)",
                (f"show_date({column}) AS value",),
                f"{column} > (SELECT s.received_on FROM sheet AS s WHERE s.sheet_id = place_sheet(suspect.row_id))",
            )


def _missing_cells(catalogue: Catalogue, rows: RawRows) -> Iterator[_Check]:
    """Required fields that are blank (FLD001), always or under their condition (FLD002)."""
    covered = {(row["dataset"], row["name"]) for row in read_rows("covered_conditions.csv")}
    for field in rows.dataset.columns:
        blank, nothing = _blank(field), ("NULL AS value",)
        if field.required == "yes" and field.name == "school_code":
            yield _Check("FLD001", field.name, blank, nothing, _unexplained(field))
        elif field.required == "yes" and field.name in rows.present and field.name not in SUPPLIED_FIELDS:
            yield _Check("FLD001", field.name, blank, nothing, f"{_unexplained(field)} AND {_sheet_has(field)}")
        elif field.required == "conditional" and (field.dataset, field.name) not in covered:
            words = [
                f"{quote_text(condition_words(catalogue, rows.dataset, field.condition, language))} AS condition_{language}"
                for language in LANGUAGES
            ]
            fires = f"{blank} AND ({condition_sql(rows.dataset, field.condition)})"
            yield _Check("FLD002", field.name, fires, (*nothing, *words), _unexplained(field))


def _blank(field: Field) -> str:
    column = quote_identifier(field.name)
    return f"{column} IS NULL" + (
        f" AND {quote_identifier(field.name + '_partial')} IS NULL" if field.allows_partial_date else ""
    )


def _unexplained(field: Field) -> str:
    """No other finding says why the field is blank."""
    return f"row_id NOT IN (SELECT row_id FROM finding WHERE field = {quote_text(field.name)})"


def _sheet_has(field: Field) -> str:
    """A column that the sheet lacks altogether is told once, by FIL010."""
    return (
        "place_sheet(row_id) IN (SELECT s.sheet_id FROM sheet AS s JOIN column_letter AS l "
        f"ON l.layout_id = s.layout_id AND l.field = {quote_text(field.name)})"
    )


def _matches(column: str, pattern: str) -> str:
    return f"regexp_matches({column}, {quote_text(pattern)})"


def _expected(field: Field) -> tuple[str, str]:
    """What the pattern of a field asks for, in words."""
    words = patterns_in_words()[field.pattern]
    return (f"{quote_text(words['vi'])} AS expected_vi", f"{quote_text(words['en'])} AS expected_en")


@cache
def patterns_in_words() -> dict[str, dict[str, str]]:
    """Pattern → language → words (schemas/ministry/patterns.csv)."""
    return {row["pattern"]: {"vi": row["words_vi"], "en": row["words_en"]} for row in read_rows("patterns.csv")}


def _limits(field: Field) -> str:
    if field.maximum is None:
        return f">= {field.minimum:g}"
    return f"{field.minimum:g} - {field.maximum:g}"


def _case(column: str, texts: dict[str, str]) -> str:
    """SQL that picks a text by the value of a column."""
    if not texts:
        return "NULL"
    whens = " ".join(f"WHEN {quote_text(key)} THEN {quote_text(text)}" for key, text in texts.items())
    return f"CASE {column} {whens} END"
