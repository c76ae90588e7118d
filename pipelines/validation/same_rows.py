"""Which rows of two submissions speak of the same person, class or thing: only where that is certain."""

from collections.abc import Iterator
from itertools import product

from pipelines.engine import quote_identifier, quote_text
from pipelines.validation.sql import statement
from pipelines.validation.typed_rows import SUPPLIED_FIELDS
from schemas.model import Dataset

# Numbers that a person has for life.
LIFELONG_NUMBERS = ("learner_id", "personal_id")
_NAME, _BIRTH, _SEX = "full_name", "birth_date", "sex_code"


def pairs(dataset: Dataset) -> Iterator[str]:
    """The SELECT of the pairs of rows that each way to know a row again gives, the surest first.

    Rows t lack a column, rows d are of earlier submissions.
    """
    ways = _of_people(dataset) if _lists_people(dataset) else _of_things(dataset)
    for level, same in enumerate(ways):
        yield statement("pairs").format(level=level, same=" AND ".join(["TRUE", *same]))


def _lists_people(dataset: Dataset) -> bool:
    """Whether each row is a person, not something about one."""
    return {_NAME, _BIRTH, _SEX} <= _names(dataset) and len(own_key(dataset)) == 1


def _of_people(dataset: Dataset) -> Iterator[list[str]]:
    """A number or code alone names nobody: lists are numbered anew, and cells slip to another row."""
    [codes] = own_key(dataset)
    numbers = [name for name in LIFELONG_NUMBERS if name in _names(dataset)]
    for number in numbers:
        yield [_equal(number), f"({_equal(_NAME)} OR {_equal(_BIRTH)})"]
    for code in codes:
        yield [_equal(code), _equal(_NAME), _equal(_BIRTH)]
    agreeing = [_not_contradicting(number) for number in numbers]
    yield [_equal(_NAME), _equal(_BIRTH), _equal(_SEX), *agreeing]
    for code in codes:
        yield [_equal(code), _equal(_NAME), _equal(_SEX), *agreeing]


def _of_things(dataset: Dataset) -> Iterator[list[str]]:
    """By the whole key; what has a code that is not required is known by its name, too. Where columns of the key are missing, by the
    others, if one that is not required is filled: a list of one event is not another event.
    """
    names = _names(dataset)
    agreeing = [_not_contradicting(name) for name in (_NAME, _BIRTH) if name in names]
    parts = own_key(dataset)
    incomplete = []
    for key in product(*parts):
        surer = [other for name, part in zip(key, parts, strict=True) for other in part[: part.index(name)]]
        needed = [name for name in key if _is_needed(dataset, name)]
        optional = [name for name in key if name not in needed]
        same = [*map(_equal, needed), *map(_not_contradicting, surer), *agreeing]
        yield [*same, *map(_equal_or_blank, optional)]
        if len(optional) > 1:
            incomplete.append([*same, *map(_equal_or_lacking, optional), f"({' OR '.join(map(_equal, optional))})"])
    yield from incomplete


def own_key(dataset: Dataset) -> list[list[str]]:
    """The parts of the key, each with its alternatives; the school and its year are the sender's."""
    names = _names(dataset)
    parts = [part.split("|") for part in dataset.key_fields if part not in SUPPLIED_FIELDS]
    return [
        [*part, name] if (name := part[0].removesuffix("_code") + "_name") in names and len(part) == 1 else part
        for part in parts
    ]


def _is_needed(dataset: Dataset, name: str) -> bool:
    """Whether a part of the key must be filled: it is required, or one of alternatives."""
    alternatives = next(part for part in own_key(dataset) if name in part)
    return len(alternatives) > 1 or dataset.field(name).required == "yes"


def _names(dataset: Dataset) -> set[str]:
    return {field.name for field in dataset.columns}


def _equal(name: str) -> str:
    column = quote_identifier(name)
    return f"fold(t.{column}) = fold(d.{column})" if name.endswith("_name") else f"t.{column} = d.{column}"


def _equal_or_blank(name: str) -> str:
    return f"t.{quote_identifier(name)} IS NOT DISTINCT FROM d.{quote_identifier(name)}"


def _equal_or_lacking(name: str) -> str:
    return f"(NOT list_contains(t.fields, {quote_text(name)}) OR {_equal_or_blank(name)})"


def _not_contradicting(name: str) -> str:
    return f"({_equal(name)}) IS NOT FALSE"
