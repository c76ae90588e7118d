"""Whose the label of a column is: the levels above it say so, or a name on its left ("Họ tên mẹ", "SĐT"; "Trường cũ", "Lớp").

What names stand for besides those who have fields is data: ``schemas/ministry/header_others.csv``; and which fields may be told
of them in the same words, or are such a name: ``header_other_fields.csv``.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipelines.intake.header_levels import Level, level_said
from pipelines.intake.headers import DatasetHeaders, HeaderPath, recognise
from schemas.text import tidy_header

# What "full_name" and "home_ward_code" have that "mother_name" and "current_ward_code" have not.
_OWN = ("", "full_", "home_")
# "Họ tên GVCN", also without accents.
_NAME_OF = r"(?:(?:họ (?:và )?|ho (?:va )?)?(?:tên|ten) )?"


def named(dataset: DatasetHeaders, path: HeaderPath) -> str | None:
    """The field that a header as a whole names."""
    return recognise(dataset, path) or (_of_another(dataset, path) if len(path) > 1 else None)


@lru_cache(maxsize=4000)
def said_by_level(dataset: DatasetHeaders, upper: str) -> Level | None:
    return level_said(dataset.level_words, upper)


@lru_cache(maxsize=32)
def others(dataset: DatasetHeaders) -> tuple[str, ...]:
    """What the fields begin with that are another person's or place's."""
    return tuple({start for words in dataset.level_words.values() if words.stands_for for start in words.fields})


def below_names(dataset: DatasetHeaders, paths: Sequence[HeaderPath]) -> tuple[list[HeaderPath], set[int]]:
    """The headers of a table, bare labels right of another person's name below that name; and those that may be anybody's.

    They are this person's where the table has such a column of its own people, where no column of theirs could be called
    so, where someone named further left has one, or where someone else's name follows. Else it may be the number by
    which the family is reached.
    """
    runs = list(_runs(dataset, paths))
    beside = {i for _, run in runs for i in run}
    own = {_own_field(dataset, path) for i, path in enumerate(paths) if i not in beside}
    placed, doubtful, held = list(paths), set[int](), set[str | None]()
    for number, (name, run) in enumerate(runs, 1):
        labels = {i: recognise(dataset, paths[i]) for i in run}
        for i, field in labels.items():
            is_last = bool(field) and field not in own | held and number == len(runs)
            # The only telephone of a list of schools is the school's, wherever its principal's name stands.
            if is_last and not dataset.personal:
                continue
            placed[i] = (*paths[name], *paths[i])
            if is_last:
                doubtful.add(i)
        held.update(labels.values())
    return placed, doubtful


def _own_field(dataset: DatasetHeaders, path: HeaderPath) -> str | None:
    """The field of a column; of "Nam" and "Nữ" below "Ngày sinh" the birth date."""
    is_sorted = len(path) > 1 and tidy_header(path[-1]) in dataset.marked
    return recognise(dataset, path) or (recognise(dataset, path[:-1]) if is_sorted else None)


def _runs(dataset: DatasetHeaders, paths: Sequence[HeaderPath]) -> Iterator[tuple[int, list[int]]]:
    """The place of each name of someone or something else, and those of the bare labels right of it."""
    said = {recognise(dataset, path) for path in paths}
    name: int | None = None
    run: list[int] = []
    for i, path in enumerate(paths):
        is_name = len(path) == 1 and _kind(dataset, path) is not None
        if name is not None and len(path) == 1 and not is_name:
            if _is_bare(dataset, paths[name], path, said):
                run.append(i)
                continue
            # What nobody knows does not end what is told of a person: "Quan hệ với học sinh".
            if recognise(dataset, path) is None:
                continue
        if name is not None:
            yield name, run
        name, run = (i if is_name else None), []
    if name is not None:
        yield name, run


def _is_bare(dataset: DatasetHeaders, name: HeaderPath, label: HeaderPath, said: set[str | None]) -> bool:
    """Whether a label may be that of whom a name on its left is: unless another column says that it is theirs."""
    if re.search(dataset.own_labels, tidy_header(label[0])):
        return False
    theirs = named(dataset, (*name, *label))
    start = (recognise(dataset, name) or "").rpartition("_")[0]
    is_theirs = theirs is not None and bool(start) and theirs.startswith(f"{start}_")
    return (
        theirs not in said
        if is_theirs
        else recognise(dataset, label) in dataset.labels_of[_kind(dataset, name) or "person"]
    )


@lru_cache(maxsize=4000)
def _kind(dataset: DatasetHeaders, path: HeaderPath) -> str | None:
    """What a header names, if it is someone or something else than its rows are about."""
    field = recognise(dataset, path)
    if field:
        is_person = field.endswith("_name") and f"{field.removesuffix('name')}phone" in dataset.labels
        return "person" if is_person else dataset.names_of.get(field)
    header, level = tidy_header(path[0]), said_by_level(dataset, path[0])
    # "Họ tên chồng": one of those who have fields, in other words than the aliases.
    if level and level.owner and any(f"{start}phone" in dataset.labels for start in level.owner.fields):
        return "person"
    return next((kind for kind, words in dataset.others.items() if re.match(_NAME_OF + words, header)), None)


def _of_another(dataset: DatasetHeaders, path: HeaderPath) -> str | None:
    """The field of the person or place that the uppermost level names in other words than the aliases do."""
    said = said_by_level(dataset, path[0])
    if said is None or said.owner is None:
        return None
    between = [upper for upper in path[1:-1] if not ((its := said_by_level(dataset, upper)) and its.is_neutral)]
    below = (*between, path[-1])
    [start] = said.owner.fields
    own = recognise(dataset, below)
    names = (
        recognise(dataset, (said.owner.stands_for, *below)),
        *(own and start + own.removeprefix(beginning) for beginning in _OWN),
    )
    name = next((name for name in names if name and name in dataset.labels and name.startswith(start)), None)
    # "Tên" below "Họ tên mẹ" is a part of it.
    return name if name != recognise(dataset, path[:-1]) else None
