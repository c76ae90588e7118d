"""Running the rules: each is a SELECT of the places where it fires, which are gathered in table ``finding``.

A rule's statement lies in ``rules/<ID>.sql`` (``rules/<ID>_<part>.sql`` where datasets need statements of their own)
and answers one row per finding:

    row_id   the place (row_place(sheet_id, 0) for a sheet as a whole)
    field    the field it points to
    value    what stands there, as text (may be NULL)
    shown    what the message says for {value}, where that is not the value itself (the label of a code)
    ...      one column for each other {placeholder} of the rule's texts; <placeholder>_vi and <placeholder>_en where it is words

It may read the typed views of the datasets (``student``, ``class``, …), ``accepted_<dataset>`` (rows that no error has
rejected so far), ``leading_<dataset>`` (of a school that stands in several lists one list), ``repeated_row``, ``unread_row``,
``sheet``, ``register``, the reference tables and those of ``classes.py`` and ``presence.py``. A rule for several datasets reads
``this`` and names them in its first line: ``-- datasets: student staff``,
``-- datasets: any``, or ``-- datasets: dependent`` (all that depend on another one: every dataset of a school but its own row).
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.engine import Engine, quote_identifier, quote_text
from pipelines.validation.key_rules import REPEATED, repeated_key
from schemas.catalogue import Catalogue
from schemas.model import LANGUAGES, Rule

RULES = Path(__file__).with_name("rules")
_DATASETS = re.compile(r"^-- datasets: (?P<names>[a-z_ ]+)$", re.MULTILINE)
# The texts of a rule, and the placeholders in them.
TEXTS = ("message_vi", "message_en", "fix_vi", "fix_en")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# Placeholders that every finding can fill by itself.
OWN_PLACEHOLDERS = frozenset({"row", "column", "sheet", "file", "field"})


@dataclass(frozen=True, slots=True)
class RuleStatement:
    """A rule of the catalogue with the SELECT that finds its places in one dataset."""

    rule: Rule
    dataset: str
    select: str


@cache
def load_statements(catalogue: Catalogue) -> tuple[RuleStatement, ...]:
    """Every rule of validation that has a statement, once per dataset it looks at, in the order of ids."""
    statements = statements_in(RULES, catalogue)
    once = catalogue.rules[REPEATED]
    with_keys = {statement.dataset for statement in statements if statement.rule is once}
    statements += [
        RuleStatement(once, dataset.name, repeated_key(dataset))
        for dataset in catalogue.datasets.values()
        if dataset.name not in with_keys
    ]
    return tuple(sorted(statements, key=lambda statement: statement.rule.id))


def statements_in(folder: Path, catalogue: Catalogue) -> list[RuleStatement]:
    """Every rule that has a statement of its own in a folder, once per dataset it looks at, in the order of ids."""
    statements = []
    for rule_id, select in _rule_files(folder):
        rule = catalogue.rules[rule_id]
        named = _DATASETS.search(select)
        datasets = named["names"].split() if named else [rule.dataset]
        if datasets == ["any"]:
            datasets = list(catalogue.datasets)
        elif datasets == ["dependent"]:
            datasets = [dataset.name for dataset in catalogue.datasets.values() if dataset.depends_on]
        statements += [RuleStatement(rule, dataset, select) for dataset in datasets]
    return statements


@cache
def _rule_files(folder: Path) -> tuple[tuple[str, str], ...]:
    """Rule id and SELECT of each file."""
    paths = sorted(folder.glob("*.sql"))
    return tuple((path.stem.partition("_")[0], path.read_text(encoding="utf-8")) for path in paths)


def create_finding(engine: Engine, catalogue: Catalogue) -> None:
    """Make table ``finding``: what rules answer, told in words later (``messages``); ``letter`` only where the place has no field."""
    texts = ["field", "letter", "value", "shown", *placeholder_columns(catalogue)]
    columns = ", ".join(f"{quote_identifier(name)} VARCHAR" for name in texts)
    engine.execute(
        "CREATE TABLE finding (row_id BIGINT NOT NULL, dataset VARCHAR NOT NULL, rule_id VARCHAR NOT NULL, "
        f"severity VARCHAR NOT NULL, {columns})"
    )


def placeholder_columns(catalogue: Catalogue) -> list[str]:
    """What the texts of rules leave to their statements to say, each also in two languages."""
    texts = [getattr(rule, text) for rule in catalogue.rules.values() for text in TEXTS]
    names = {name for text in texts for name in PLACEHOLDER.findall(text)} - OWN_PLACEHOLDERS - {"value"}
    return [column for name in sorted(names) for column in (name, *(f"{name}_{language}" for language in LANGUAGES))]


def add_findings(engine: Engine, rule: Rule, dataset: str, select: str) -> None:
    """Add the places that ``select`` answers to table ``finding``."""
    engine.execute(
        f"INSERT INTO finding BY NAME SELECT {quote_text(dataset)} AS dataset, {quote_text(rule.id)} AS rule_id, "
        f"{quote_text(rule.severity)} AS severity, place.* FROM (\n{select}\n) AS place"
    )
