"""What there is to know of the headers of a dataset, and the field that a header names: one of its aliases.

Headers are compared as ``schemas.text`` says, and nothing is guessed beyond the aliases.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, Self

from pipelines.intake.header_hints import Hints, without_hints
from pipelines.intake.header_levels import LevelWords
from pipelines.intake.legends import legend
from schemas.catalogue import Catalogue, read_rows
from schemas.text import fold, tidy_header

Row = tuple[str | None, ...]
# The headers of one column from top to bottom.
HeaderPath = tuple[str, ...]

# Required, but given by the sender and the period where a sheet has no column for them.
_GIVEN_BY_SUBMISSION = frozenset({"school_code", "school_year"})
INDEX_FIELD = "sequence_no"
# Between the levels of a header: "Cha / Họ tên".
LEVELS = " / "


@dataclass(frozen=True, slots=True)
class MarkedHeader:
    """A header under which a mark stands for ``value`` of ``field``; blank cells of such a column alone for ``otherwise``."""

    field: str
    value: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a column holds of ``field``: its part ``number`` (from 1) of ``parts``, of which some need no column."""

    field: str
    number: int
    parts: int
    # The part before it that must have a column; 0: none.
    after: int
    fewest: int


@dataclass(frozen=True, slots=True)
class Status:
    """How a title or a cell says that people stand: whether they are there, and whether their status names a term."""

    name: str
    is_present: bool
    by_term: bool


@dataclass(frozen=True, slots=True, eq=False)
class DatasetHeaders:
    """What header recognition must know of one dataset."""

    name: str
    # Tidy or unaccented header → field.
    aliases: Mapping[str, str]
    # Field → its Vietnamese label.
    labels: Mapping[str, str]
    # Fields that a sheet must have a column for → their Vietnamese label.
    required: Mapping[str, str]
    # Fields of which a sheet must have one to be of this dataset; empty where any will do.
    telling: Sequence[str]
    # Folded words by which a sheet's name tells the dataset.
    sheet_words: Sequence[str]
    # Tidy headers of columns that only number the rows.
    index_headers: Sequence[str]
    # Fields that are dates.
    dates: Sequence[str]
    # Fields that are one of a list, or yes or no: a header may say by which sign.
    coded: Sequence[str]
    # Of a list of people the fields that tell one from another.
    personal: Sequence[str]
    # Tidy headers of columns of marks.
    marked: Mapping[str, MarkedHeader]
    # Folded words that are marks in such columns, and those that are none.
    marks: Sequence[str]
    no_marks: Sequence[str]
    # Tidy headers of columns that hold a part of a field.
    parts: Mapping[str, Part]
    # What headers may say in brackets without another meaning.
    hints: Hints
    # Tidy or unaccented words of upper levels that name a person, or say nothing.
    level_words: Mapping[str, LevelWords]
    # Kind → how tidy headers begin that name someone or something without fields; and what labels say that are not theirs.
    others: Mapping[str, str]
    own_labels: str
    # Kind → fields that are told of it in the same words; and field → the kind that it is a name of.
    labels_of: Mapping[str, Sequence[str]]
    names_of: Mapping[str, str]
    # Folded words of titles, and of cells, that name a status.
    statuses: Mapping[str, Status]
    # Whether each row belongs to a class, which a sheet as a whole may name.
    belongs_to_class: bool

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        marked = {header: MarkedHeader(**stands_for) for header, stands_for in values.pop("marked").items()}
        parts = {header: Part(**part) for header, part in values.pop("parts").items()}
        level_words = {words: LevelWords(**said) for words, said in values.pop("level_words").items()}
        hints = Hints(**values.pop("hints"))
        statuses = {words: Status(**said) for words, said in values.pop("statuses").items()}
        return cls(marked=marked, parts=parts, hints=hints, level_words=level_words, statuses=statuses, **values)


def dataset_headers(catalogue: Catalogue, census_date: date | None = None) -> dict[str, DatasetHeaders]:
    """What the catalogue says of headers, by dataset; at a census date, a sheet need not have what does not hold then."""
    aliases_in_force = catalogue.aliases_at(census_date) if census_date else catalogue.aliases
    index_headers = {
        alias for aliases in aliases_in_force.values() for alias, name in aliases.items() if name == INDEX_FIELD
    }
    marked_headers = list(read_rows("marked_columns.csv"))
    words = {row["word"]: row["value"] for row in read_rows("yes_no_words.csv")}
    hints = list(read_rows("header_hints.csv"))
    telling = list(read_rows("telling_fields.csv"))
    level_words = list(read_rows("header_level_words.csv"))
    statuses = list(read_rows("title_statuses.csv"))
    others = _others(list(read_rows("header_others.csv")))
    other_fields = list(read_rows("header_other_fields.csv"))
    parts = _parts(list(read_rows("split_columns.csv")))
    return {
        dataset.name: DatasetHeaders(
            name=dataset.name,
            aliases={header: name for header, name in aliases_in_force[dataset.name].items() if name in columns},
            labels={f.name: f.label_vi for f in columns.values()},
            required={
                f.name: f.label_vi
                for f in columns.values()
                if f.required == "yes"
                and f.name not in _GIVEN_BY_SUBMISSION
                and (census_date is None or f.validity.covers(census_date))
            },
            telling=[row["name"] for row in telling if row["dataset"] == dataset.name],
            sheet_words=sorted({fold(word) for word in (dataset.sheet_vi, dataset.label_vi, dataset.name)}),
            index_headers=sorted(index_headers),
            dates=[f.name for f in columns.values() if f.type == "date"],
            coded=[f.name for f in columns.values() if f.type in ("code", "boolean")],
            personal=[f.name for f in columns.values() if f.sensitivity == "direct" or f.type == "date"]
            if "full_name" in columns
            else [],
            marked={
                tidy_header(row["header_vi"]): MarkedHeader(row["name"], row["value_vi"], row["otherwise_vi"])
                for row in marked_headers
                if row["dataset"] == dataset.name
            },
            marks=sorted({fold(word) for word, value in words.items() if value == "yes"}),
            no_marks=sorted({fold(word) for word, value in words.items() if value == "no"}),
            parts={header: part for header, part in parts.items() if part.field in columns},
            hints=Hints.of(hints, columns.values()),
            level_words=_level_words(level_words, dataset.name),
            others={kind: words for kind, words in others.items() if kind != "own"},
            own_labels=others["own"],
            labels_of={
                kind: [row["name"] for row in other_fields if row["kind"] == kind and row["is_name"] == "no"]
                for kind in {row["kind"] for row in other_fields}
            },
            names_of={row["name"]: row["kind"] for row in other_fields if row["is_name"] == "yes"},
            statuses={
                fold(row["words_vi"]): Status(row["status_vi"], row["is_present"] == "yes", row["by_term"] == "yes")
                for row in statuses
                if row["dataset"] == dataset.name
            },
            belongs_to_class="class" in dataset.depends_on,
        )
        for dataset in catalogue.datasets.values()
        for columns in [{f.name: f for f in dataset.columns}]
    }


def _parts(rows: Sequence[Mapping[str, str]]) -> dict[str, Part]:
    """Header → the part of a field that its column holds."""
    numbers: dict[str, dict[int, bool]] = defaultdict(dict)
    for row in rows:
        numbers[row["name"]][int(row["part"])] = row["is_optional"] == "yes"
    parts = {}
    for row in rows:
        is_optional, number = numbers[row["name"]], int(row["part"])
        needed = [n for n, may_lack in is_optional.items() if not may_lack]
        after = max((n for n in needed if n < number), default=0)
        parts[tidy_header(row["header_vi"])] = Part(row["name"], number, len(is_optional), after, len(needed))
    return parts


def _level_words(rows: Iterable[Mapping[str, str]], dataset: str) -> dict[str, LevelWords]:
    """Those that hold in a dataset; words written without accents too, but single ones, which mean several things then."""
    known: dict[str, LevelWords] = {}
    for row in rows:
        if not row["dataset_starts"] or dataset.startswith(tuple(row["dataset_starts"].split(";"))):
            said = LevelWords(row["stands_for_vi"], [start for start in row["field_starts"].split(";") if start])
            known[row["words_vi"]] = said
            if " " in row["words_vi"]:
                known.setdefault(fold(row["words_vi"]), said)
    return known


def _others(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Kind → the pattern of its words; written without accents too, but single ones, which mean several things then."""
    spelled: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        words = tidy_header(row["words_vi"])
        spelled[row["kind"]] |= {words, fold(words)} if " " in words else {words}
    return {kind: rf"\b(?:{'|'.join(map(re.escape, sorted(forms)))})\b" for kind, forms in spelled.items()}


@dataclass(frozen=True, slots=True)
class Near:
    """A field whose name a header nearly spells; ``score`` up to 1, ``is_certain`` if the header can mean nothing else."""

    field: str
    label: str
    score: float
    is_certain: bool


class Column(NamedTuple):
    """One column of a sheet: its position in the rows, the field it holds (None: not recognised) and its header.

    A tuple, as thousands are made and looked up. ``near`` is there where the header is no name of a field: the column
    holds ``near.field``, or may hold it.
    """

    position: int
    field: str | None
    header: str
    near: Near | None = None


@lru_cache(maxsize=20_000)
def recognise(dataset: DatasetHeaders, path: HeaderPath) -> str | None:
    """The field that a header, from top to bottom, names. Schools share most headers, in ever other orders."""
    return _named(dataset, path) or _named_without_hints(dataset, path) or _named_over_its_form(dataset, path)


def _named(dataset: DatasetHeaders, path: HeaderPath) -> str | None:
    return next((field for form in _forms(path) if (field := dataset.aliases.get(form))), None)


def _named_without_hints(dataset: DatasetHeaders, path: HeaderPath) -> str | None:
    labels, hints = without_hints(path)
    field = _named(dataset, labels) if labels != path else None
    if field is None:
        return None
    has_legend = field in dataset.coded
    is_plain = all(dataset.hints.tells_nothing(field, hint) or (has_legend and legend(hint)) for hint in hints)
    return field if is_plain else None


def _named_over_its_form(dataset: DatasetHeaders, path: HeaderPath) -> str | None:
    """Where the lowest level is but the unit of what the others name: "Cân nặng" over "kg"."""
    field = recognise(dataset, path[:-1]) if len(path) > 1 else None
    return field if field and dataset.hints.is_form_of(field, path[-1]) else None


@lru_cache(maxsize=4000)
def _forms(path: HeaderPath) -> tuple[str, ...]:
    """The forms in which a header may be listed: "Cha", "Họ tên" → "cha họ tên", "cha ho ten", "họ tên cha" …"""
    if not path:
        return ()
    tidy = [tidy_header(spelling) for spelling in (" ".join(path), " ".join(reversed(path)), LEVELS.join(path))]
    return tuple(dict.fromkeys(form for label in tidy for form in (label, fold(label))))
