"""The conditions under which a field is required, as SQL and in words.

Grammar (fields.csv, column ``condition``): ``name = v``, ``!=``, ``<``, ``in (a, b)``, ``is null``, ``is not null``, joined by
``and`` / ``or`` (``and`` binds first). Names are fields of the same dataset.
"""

import re

from pipelines.engine import quote_identifier, quote_text
from schemas.catalogue import Catalogue
from schemas.model import Dataset, Field, Language

_COMPARISON = re.compile(r"^(?P<name>\w+) (?P<operator>=|!=|<|<=|>|>=) (?P<value>[\w-]+)$")
_MEMBERSHIP = re.compile(r"^(?P<name>\w+) (?P<operator>in|not in) \((?P<values>[^)]*)\)$")
_PRESENCE = re.compile(r"^(?P<name>\w+) is (?P<negation>not )?null$")

_WORDS = {
    "vi": {
        "and": " và ",
        "or": " hoặc ",
        "null": "để trống",
        "not null": "có giá trị",
        "in": "là",
        "not in": "không là",
    },
    "en": {"and": " and ", "or": " or ", "null": "is blank", "not null": "is filled", "in": "is", "not in": "is not"},
}
_SIGNS = {"!=": "≠"}


def condition_sql(dataset: Dataset, condition: str) -> str:
    """A boolean SQL expression over the typed columns of the dataset."""
    return " OR ".join(
        "(" + " AND ".join(_atom_sql(dataset, atom) for atom in clause.split(" and ")) + ")"
        for clause in condition.split(" or ")
    )


def named_fields(condition: str) -> list[str]:
    """The fields of which a condition asks for a value; none where it is empty."""
    atoms = [atom for clause in condition.split(" or ") for atom in clause.split(" and ")] if condition else []
    return [atom.split(" ", 1)[0] for atom in atoms if not atom.endswith(" is null")]


def condition_words(catalogue: Catalogue, dataset: Dataset, condition: str, language: Language) -> str:
    """The condition as a person reads it: labels for fields and codes."""
    words = _WORDS[language]
    return words["or"].join(
        words["and"].join(_atom_words(catalogue, dataset, atom, language) for atom in clause.split(" and "))
        for clause in condition.split(" or ")
    )


def _atom_sql(dataset: Dataset, atom: str) -> str:
    if match := _PRESENCE.match(atom):
        return f"{quote_identifier(match['name'])} IS {'NOT ' if match['negation'] else ''}NULL"
    if match := _MEMBERSHIP.match(atom):
        field = dataset.field(match["name"])
        values = ", ".join(_literal(field, value.strip()) for value in match["values"].split(","))
        return f"{quote_identifier(field.name)} {match['operator'].upper()} ({values})"
    match = _comparison(atom)
    field = dataset.field(match["name"])
    operator = {"!=": "<>"}.get(match["operator"], match["operator"])
    return f"{quote_identifier(field.name)} {operator} {_literal(field, match['value'])}"


def _atom_words(catalogue: Catalogue, dataset: Dataset, atom: str, language: Language) -> str:
    words = _WORDS[language]
    if match := _PRESENCE.match(atom):
        state = words["not null" if match["negation"] else "null"]
        return f"“{dataset.field(match['name']).label(language)}” {state}"
    if match := _MEMBERSHIP.match(atom):
        field = dataset.field(match["name"])
        values = ", ".join(_shown(catalogue, field, value.strip(), language) for value in match["values"].split(","))
        return f"“{field.label(language)}” {words[match['operator']]} {values}"
    match = _comparison(atom)
    field = dataset.field(match["name"])
    operator = _SIGNS.get(match["operator"], match["operator"])
    return f"“{field.label(language)}” {operator} {_shown(catalogue, field, match['value'], language)}"


def _comparison(atom: str) -> re.Match[str]:
    match = _COMPARISON.match(atom)
    if match is None:
        raise ValueError(f"fields.csv: condition {atom!r} does not follow the grammar of conditions.py")
    return match


def _literal(field: Field, value: str) -> str:
    return value if field.type in ("boolean", "year", "integer", "decimal") else quote_text(value)


def _shown(catalogue: Catalogue, field: Field, value: str, language: Language) -> str:
    if field.type == "boolean":
        yes, no = ("Có", "Không") if language == "vi" else ("yes", "no")
        return yes if value == "true" else no
    for code in catalogue.code_lists.get(field.code_list, ()):
        if code.code == value:
            return code.label_vi if language == "vi" else code.label_en
    return value
