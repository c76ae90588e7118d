"""Which column of a header of one to three levels holds which field.

An upper level says whose the labels below it are, and so does the name of another person on their left. It is left out only
where that changes nothing: where it names nobody, stands over the table as a whole, or holds what makes the table a list; what
is below any other is not read (FIL011).
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from pipelines.intake.header_owners import below_names, named, others, said_by_level
from pipelines.intake.headers import LEVELS, Column, DatasetHeaders, HeaderPath, Row, recognise
from schemas.text import tidy_header

# A header needs so many recognised cells, and so great a share of the required fields (FIL009).
MINIMUM_CELLS = 3
_MINIMUM_SHARE = 0.5
# A label over so great a share of the columns is a title.
_NEARLY_ALL = 0.8
# Fields of which many begin alike, though they have nothing to do with each other.
_QUESTIONS = frozenset({"is", "has"})


@dataclass(frozen=True, slots=True)
class Match:
    """Columns of a header as one dataset reads them."""

    dataset: DatasetHeaders
    columns: tuple[Column, ...]
    fields: frozenset[str]


def header_paths(window: Sequence[Row]) -> list[HeaderPath]:
    """For each column its headers from top to bottom; a parent holds for the empty cells to its right with children."""
    filled = [list(row) for row in window]
    for level in range(len(window) - 1):
        parent = None
        for i, cell in enumerate(window[level]):
            has_child = any(row[i] for row in window[level + 1 :])
            if cell:
                parent = cell if has_child else None
            elif has_child:
                filled[level][i] = parent
            else:
                parent = None
    return [tuple(filter(None, column)) for column in zip(*filled, strict=True)]


def match_columns(dataset: DatasetHeaders, paths: Sequence[HeaderPath]) -> Match | None:
    """Match whole paths first; without upper levels ("Thông tin chung / Họ tên") only where the field is still free.

    None where too little is recognised for rule FIL009.
    """
    paths, doubtful = below_names(dataset, paths)
    fields = [None if i in doubtful else named(dataset, path) for i, path in enumerate(paths)]
    taken = set(fields)
    # Sheets with a single row of labels are most.
    if any(name is None and len(path) > 1 for name, path in zip(fields, paths, strict=True)):
        own = _own_groups(dataset, paths, taken)
        for i, path in enumerate(paths):
            if fields[i] is None and len(path) > 1 and i not in doubtful:
                below = iter([parent]) if (parent := _sorted_by_mark(dataset, path)) else _below(dataset, path, own)
                fields[i] = next((name for name in below if name not in taken), None)
                taken.add(fields[i])
    found = frozenset(name for name in fields if name)
    if not is_recognised(dataset, found):
        return None
    columns = enumerate(zip(paths, fields, strict=True))
    return Match(dataset, tuple([Column(i, name, LEVELS.join(path)) for i, (path, name) in columns if path]), found)


def is_recognised(dataset: DatasetHeaders, found: Set[str]) -> bool:
    """Whether so many fields, so many that a sheet must have, and one that only this dataset has make a header (FIL009)."""
    if len(found) < MINIMUM_CELLS:
        return False
    wanted = len(dataset.required.keys() & found)
    is_told = not dataset.telling or any(name in found for name in dataset.telling)
    return is_told and wanted >= _MINIMUM_SHARE * len(dataset.required)


def says_nothing(dataset: DatasetHeaders, upper: str, below: HeaderPath, field: str) -> bool:
    """Whether the headers ``below`` mean ``field`` under ``upper`` as they do without it."""
    above = recognise(dataset, (upper,))
    kind = field.partition("_")[0]
    if above and kind == above.partition("_")[0] and kind not in _QUESTIONS:
        return True
    # "Hệ số" below "Lương": "Hệ số lương".
    if any(f" {tidy_header(upper)} " in f" {alias} " for alias in _aliases(dataset)[field]):
        return True
    level = said_by_level(dataset, upper)
    if level:
        return level.adds_nothing_to(field)
    # "Họ tên mẹ" is the mother's name wherever it stands.
    return field.startswith(others(dataset)) and len(" ".join(below).split()) > 1


def _below(dataset: DatasetHeaders, path: HeaderPath, own: Set[HeaderPath]) -> Iterator[str]:
    """The fields that a header names without its upper levels, as far as these may be left out."""
    for level in range(1, len(path)):
        name = named(dataset, path[level:])
        if name and all(
            path[: i + 1] in own or says_nothing(dataset, path[i], path[i + 1 :], name) for i in range(level)
        ):
            yield name


def _own_groups(dataset: DatasetHeaders, paths: Sequence[HeaderPath], taken: Set[str | None]) -> set[HeaderPath]:
    """Upper levels over nearly the whole table, and those over the names that make it a list."""
    groups: dict[HeaderPath, list[HeaderPath]] = {}
    for path in paths:
        for level in range(1, len(path)):
            groups.setdefault(path[:level], []).append(path)
    labelled = sum(map(bool, paths))
    own = {group for group, its in groups.items() if len(its) >= _NEARLY_ALL * labelled}
    free = [name for name in dataset.required if name not in taken]
    listed = next((name for name in free if name.endswith("_name")), None)
    for group, its in groups.items():
        held = {name for path in its for name in [recognise(dataset, path[len(group) :])] if name in free}
        if listed in held:
            # The names of others stand alone.
            if len(held) > 1 and said_by_level(dataset, group[-1]) is None:
                own.add(group)
            break
    return own


def _sorted_by_mark(dataset: DatasetHeaders, path: HeaderPath) -> str | None:
    """The field that the columns "Nam" and "Nữ" below "Năm sinh" hold: not the sex."""
    marked = dataset.marked.get(tidy_header(path[-1]))
    parent = recognise(dataset, path[:-1]) if marked else None
    return parent if marked and parent != marked.field else None


@lru_cache(maxsize=32)
def _aliases(dataset: DatasetHeaders) -> Mapping[str, Sequence[str]]:
    """Field → its aliases."""
    aliases: dict[str, list[str]] = {name: [] for name in dataset.labels}
    for alias, name in dataset.aliases.items():
        aliases[name].append(alias)
    return aliases
