"""The columns of a template and what the catalogue says of each, in words."""

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pipelines.texts import Texts
from pipelines.validation.conditions import condition_words
from schemas.catalogue import Catalogue, load_catalogue
from schemas.model import ADMIN_LEVELS, Dataset, Field

_EXAMPLES = Path(__file__).with_name("examples.csv")
# Required columns stand first, so that a clerk meets them without scrolling.
_ORDER = ("yes", "conditional", "no")
_MARKS = {"yes": " (*)", "conditional": " (**)", "no": ""}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a cell may say for a code; ``parent`` is what it says of the district or province of a place, the level of a grade."""

    label: str
    code: str
    parent: str = ""


def template_columns(dataset: Dataset) -> list[Field]:
    """The fields of a dataset in force that a school fills: none that was dropped."""
    fields = [field for field in dataset.columns if field.required in _ORDER]
    return sorted(fields, key=lambda field: _ORDER.index(field.required))


def header(field: Field, texts: Texts) -> str:
    return field.label(texts.language) + _MARKS[field.required]


@lru_cache(maxsize=1000)
def choices(catalogue: Catalogue, code_list: str) -> tuple[Choice, ...]:
    """The labels of a list in force, in its order; places in the order of what they are part of.

    A label that two codes share has its code behind it.
    """
    entries = _places(catalogue, code_list) if code_list in ADMIN_LEVELS else _codes(catalogue, code_list)
    uses = Counter(label for _, label, _ in entries)
    return tuple(
        Choice(f"{label} ({code})" if uses[label] > 1 else label, code, parent) for parent, label, code in entries
    )


def _places(catalogue: Catalogue, level: str) -> list[tuple[str, str, str]]:
    parents = choices(catalogue, above) if (above := parent_list(catalogue, level)) else ()
    places = {choice.code: (position, choice.label) for position, choice in enumerate(parents)}
    units = sorted(
        (places.get(unit.parent_code, (0, "")), unit.name_vi, unit.code)
        for unit in catalogue.admin_units
        if unit.level == level
    )
    return [(parent, name, code) for (_, parent), name, code in units]


def _codes(catalogue: Catalogue, code_list: str) -> list[tuple[str, str, str]]:
    labels = {(code.list, code.code): code.label_vi for codes in catalogue.code_lists.values() for code in codes}
    return [
        (", ".join(labels[code.parent_list, parent] for parent in code.parent_codes), code.label_vi, code.code)
        for code in catalogue.code_lists[code_list]
    ]


def requirement(dataset: Dataset, field: Field, texts: Texts) -> str:
    """Whether and when the field must be filled, in words."""
    if field.required == "conditional":
        condition = condition_words(load_catalogue(), dataset, field.condition, texts.language)
        return texts("when_conditional", condition=condition)
    return texts("when_required" if field.required == "yes" else "when_optional")


def type_words(field: Field, texts: Texts) -> str:
    if field.type == "string" and field.max_length:
        return texts("type_text_limit", limit=field.max_length)
    return texts(f"type_{field.type}", list=list_title(field.code_list, texts))


def list_title(code_list: str, texts: Texts) -> str:
    """A list is called after the first field that uses it."""
    fields = (f for dataset in load_catalogue().datasets.values() for f in dataset.columns)
    return next((f.label(texts.language) for f in fields if f.code_list == code_list), "")


def parent_list(catalogue: Catalogue, code_list: str) -> str:
    """The list that the parents of a list's codes come from; empty where they have none."""
    if code_list in ADMIN_LEVELS:
        levels = {unit.level for unit in catalogue.admin_units}
        above = [level for level in ADMIN_LEVELS[: ADMIN_LEVELS.index(code_list)] if level in levels]
        return above[-1] if above else ""
    return next((code.parent_list for code in catalogue.code_lists[code_list] if code.parent_list), "")


def example(catalogue: Catalogue, field: Field, school_year: int) -> str:
    """An example of the field, its code list or its type; empty where none would teach anything."""
    known = next((name for name in (field.name, field.code_list, field.type) if name in _examples()), None)
    if known:
        return _examples()[known].format(school_year=school_year)
    return choices(catalogue, field.code_list)[0].label if field.code_list else ""


@cache
def _examples() -> dict[str, str]:
    with _EXAMPLES.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["example"] for row in csv.DictReader(file)}
