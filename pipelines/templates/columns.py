"""The columns of a template and what the catalogue says of each, in words."""

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.texts import Texts
from pipelines.validation.conditions import condition_words
from schemas.catalogue import ADMIN_LEVELS, Dataset, Field, load_catalogue

_EXAMPLES = Path(__file__).with_name("examples.csv")
# Required columns stand first, so that a clerk meets them without scrolling.
_ORDER = ("yes", "conditional", "no")
_MARKS = {"yes": " (*)", "conditional": " (**)", "no": ""}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a cell may say for a code; ``parent`` is the province of a place, the level of a grade."""

    label: str
    code: str
    parent: str = ""


def template_columns(dataset: Dataset) -> list[Field]:
    """The fields that a school fills today: none that was dropped or has ended (districts)."""
    fields = [f for f in dataset.columns if f.required in _ORDER and not f.validity.until]
    return sorted(fields, key=lambda field: _ORDER.index(field.required))


def header(field: Field, texts: Texts) -> str:
    return field.label(texts.language) + _MARKS[field.required]


@cache
def choices(code_list: str) -> tuple[Choice, ...]:
    """The labels of a list, in its order; places by province. A label that two codes share has its code behind it."""
    entries = _places(code_list) if code_list in ADMIN_LEVELS else _codes(code_list)
    uses = Counter(label for _, label, _ in entries)
    return tuple(
        Choice(f"{label} ({code})" if uses[label] > 1 else label, code, parent) for parent, label, code in entries
    )


def _places(level: str) -> list[tuple[str, str, str]]:
    units = [unit for unit in load_catalogue().admin_units if not unit.valid_to]
    provinces = {unit.code: unit.name_vi for unit in units if unit.level == "province"}
    return sorted((provinces.get(u.parent_code, ""), u.name_vi, u.code) for u in units if u.level == level)


def _codes(code_list: str) -> list[tuple[str, str, str]]:
    lists = load_catalogue().code_lists
    labels = {(code.list, code.code): code.label_vi for codes in lists.values() for code in codes}
    return [
        (", ".join(labels[code.parent_list, parent] for parent in code.parent_codes), code.label_vi, code.code)
        for code in lists[code_list]
        if not code.validity.until
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


def parent_list(code_list: str) -> str:
    """The list that the parents of a list's codes come from; empty where they have none."""
    if code_list in ADMIN_LEVELS:
        return "" if code_list == "province" else "province"
    return next((code.parent_list for code in load_catalogue().code_lists[code_list] if code.parent_list), "")


def example(field: Field) -> str:
    """An example of the field, its code list or its type; empty where none would teach anything."""
    known = next((name for name in (field.name, field.code_list, field.type) if name in _examples()), None)
    if known:
        return _examples()[known]
    return choices(field.code_list)[0].label if field.code_list else ""


@cache
def _examples() -> dict[str, str]:
    with _EXAMPLES.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["example"] for row in csv.DictReader(file)}
