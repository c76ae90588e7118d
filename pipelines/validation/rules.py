"""Running the rules: each is a SELECT of the places where it fires; this module turns them into findings.

A rule's statement lies in ``rules/<ID>.sql`` (``rules/<ID>_<part>.sql`` where datasets need statements of their own)
and answers one row per finding:

    row_id   the place (row_place(sheet_id, 0) for a sheet as a whole)
    field    the field it points to
    value    what stands there, as text (may be NULL)
    shown    what the message says for {value}, where that is not the value itself (the label of a code)
    ...      one column for each other {placeholder} of the rule's texts; <placeholder>_vi and <placeholder>_en where it is words

It may read the typed views of the datasets (``student``, ``class``, …), ``accepted_<dataset>`` (rows that no error has
rejected so far), ``sheet``, ``register``, the reference tables and those of ``classes.py``. A rule for several datasets
reads ``this`` and names them in its first line: ``-- datasets: student staff``.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.engine import Engine, quote_text
from schemas.catalogue import Catalogue, Rule

RULES = Path(__file__).with_name("rules")
_DATASETS = re.compile(r"^-- datasets: (?P<names>[a-z_ ]+)$", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

# Placeholders that every finding can fill by itself.
_OWN_PLACEHOLDERS = {
    "row": "place_row(q.row_id)",
    "column": "l.letter",
    "sheet": "s.sheet",
    "file": "s.file",
}
# What may stand in a message that leaves with the pseudonymous marts although the field is personal.
_PUBLIC_PLACEHOLDERS = frozenset({"row", "column", "sheet", "file", "field", "n", "percent", "limit", "other_row"})

CREATE_FINDING = """
CREATE TABLE IF NOT EXISTS finding (
    row_id BIGINT NOT NULL,
    dataset VARCHAR NOT NULL,
    rule_id VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    field VARCHAR,
    letter VARCHAR,
    value VARCHAR,
    message_vi VARCHAR NOT NULL,
    message_en VARCHAR NOT NULL,
    fix_vi VARCHAR NOT NULL,
    fix_en VARCHAR NOT NULL,
    public_message_vi VARCHAR NOT NULL,
    public_message_en VARCHAR NOT NULL,
    public_fix_vi VARCHAR NOT NULL,
    public_fix_en VARCHAR NOT NULL
)
"""


def finding_columns() -> tuple[str, ...]:
    """The text columns of a finding, each also in its public form."""
    texts = ("message_vi", "message_en", "fix_vi", "fix_en")
    return (*texts, *(f"public_{text}" for text in texts))


@dataclass(frozen=True, slots=True)
class RuleStatement:
    """A rule of the catalogue with the SELECT that finds its places in one dataset."""

    rule: Rule
    dataset: str
    select: str


@cache
def rule_files() -> tuple[Path, ...]:
    return tuple(sorted(RULES.glob("*.sql")))


def load_statements(catalogue: Catalogue) -> list[RuleStatement]:
    """Every rule that has a statement of its own, once per dataset it looks at, in the order of ids."""
    statements = []
    for path in rule_files():
        rule = catalogue.rules[path.stem.partition("_")[0]]
        select = path.read_text(encoding="utf-8")
        named = _DATASETS.search(select)
        datasets = named["names"].split() if named else [rule.dataset]
        statements += [RuleStatement(rule, dataset, select) for dataset in datasets]
    return statements


def run_statement(engine: Engine, statement: RuleStatement) -> None:
    """Add the findings of one rule in one dataset (view ``this``) to table ``finding``."""
    add_findings(engine, statement.rule, statement.dataset, statement.select)


def add_findings(engine: Engine, rule: Rule, dataset: str, select: str) -> None:
    """Turn the places that ``select`` answers into findings of ``rule`` with their texts."""
    # Most rules find nothing; their texts are then not worth planning.
    engine.execute(f"CREATE OR REPLACE TEMP TABLE place AS {select}")
    if not engine.value("SELECT count(*) FROM place"):
        return
    texts = [
        _message(getattr(rule, name.removeprefix("public_")), name[-2:], select, public=name.startswith("public_"))
        for name in finding_columns()
    ]
    engine.execute(
        f"""
        INSERT INTO finding
        SELECT
            q.row_id,
            {quote_text(dataset)},
            {quote_text(rule.id)},
            {quote_text(rule.severity)},
            q.field,
            l.letter,
            q.value,
            {", ".join(texts)}
        FROM place AS q
        JOIN sheet AS s ON s.sheet_id = place_sheet(q.row_id)
        LEFT JOIN column_letter AS l ON l.layout_id = s.layout_id AND l.field = q.field
        LEFT JOIN field AS f ON f.dataset = {quote_text(dataset)} AND f.name = q.field
        CROSS JOIN (
            SELECT coalesce(bool_or(is_personal), FALSE) AS is_personal
            FROM field
            WHERE dataset = {quote_text(dataset)} AND name IN ({", ".join(map(quote_text, (*rule.fields, "")))})
        ) AS rule
        """
    )


def _message(template: str, language: str, select: str, *, public: bool = False) -> str:
    """SQL that fills a message; in its public form, values of personal fields are left out."""
    parts = []
    position = 0
    for match in _PLACEHOLDER.finditer(template):
        parts.append(quote_text(template[position : match.start()]))
        position = match.end()
        text = f"coalesce(CAST({_placeholder(match[1], language, select)} AS VARCHAR), '—')"
        if public and match[1] not in _PUBLIC_PLACEHOLDERS:
            # A rule about a personal field may show it under another one: a birth date beside the date of hiring.
            text = f"CASE WHEN rule.is_personal OR coalesce(f.is_personal, FALSE) THEN '…' ELSE {text} END"
        parts.append(text)
    parts.append(quote_text(template[position:]))
    return " || ".join(parts)


def _placeholder(name: str, language: str, select: str) -> str:
    """What fills a placeholder: a fact of the finding, a column in this language, or the column of that name."""
    if name == "field":
        return f"coalesce(f.label_{language}, q.field)"
    if name in _OWN_PLACEHOLDERS:
        return _OWN_PLACEHOLDERS[name]
    if re.search(rf"\bAS {name}_{language}\b", select):
        return f"q.{name}_{language}"
    if name == "value" and re.search(r"\bAS shown\b", select):
        return "q.shown"
    return f"q.{name}"
