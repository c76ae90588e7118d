"""How a school writes: the shape of its workbooks, its columns and headers, labels or codes, dates, yes and no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, TypeAlias

import numpy as np

from pipelines.generation.chance import Chance
from pipelines.generation.datasets.classes import LETTERED, NUMBERED
from pipelines.generation.places import Gazetteer
from pipelines.generation.tables import Value
from pipelines.generation.usage import CLASS_CODE_SHARE, FOLLOWS, TEMPLATE_ONLY, USAGE
from schemas.catalogue import load_catalogue
from schemas.model import ADMIN_LEVELS, Field
from schemas.text import tidy_header

Cell: TypeAlias = str | int | float | date | None
Shape = Literal["template", "export", "class_sheets"]
# The order in which headers are drawn: what is added at the end changes nothing before it.
DATASETS = (
    "school", "campus", "class", "staff", "student", "facility", "result", "finance", "exam_registration",
    "class_subject", "learning_resource", "staff_salary", "staff_training", "staff_language", "staff_award",
    "staff_discipline", "staff_standard_assessment", "staff_language_training", "staff_pedagogy_training",
)  # fmt: skip


@dataclass(frozen=True)
class Style:
    """The habits of one school; they stay the same from period to period."""

    shape: Shape
    writes_labels: bool
    writes_text_dates: bool
    yes_no: Literal["words", "digits", "marks"]
    class_scheme: str
    header_row: int  # Excel's number of the row that holds the headers
    headers: Mapping[str, Mapping[str, str]]  # dataset -> field -> header, in the order of the columns

    def cells(self, field: Field, values: Sequence[Value], gazetteer: Gazetteer, has_districts: bool) -> list[Cell]:
        """The values of a column as this school writes them."""
        if field.type == "boolean":
            return [self._yes_no(field, bool(value)) if value is not None else None for value in values]
        if field.type == "date":
            return [self.day(value) if isinstance(value, date) else None for value in values]
        if field.code_list and self.writes_labels:
            if field.code_list in ADMIN_LEVELS:
                level = field.code_list
                return [
                    gazetteer.name(level, str(value), has_districts=has_districts) if value is not None else None
                    for value in values
                ]
            labels = _labels(field.code_list)
            return [labels[str(value)] if value is not None else None for value in values]
        return list(values)

    def day(self, day: date) -> Cell:
        return f"{day.day:02d}/{day.month:02d}/{day.year}" if self.writes_text_dates else day

    def _yes_no(self, field: Field, value: bool) -> Cell:
        """A mark is used where blank may mean no: in columns that need not be filled."""
        if self.yes_no == "digits":
            return int(value)
        if self.yes_no == "marks" and field.required != "yes":
            return "x" if value else None
        return "Có" if value else "Không"


@cache
def _labels(name: str) -> Mapping[str, str]:
    return {code.code: code.label_vi for code in load_catalogue().code_lists[name]}


@cache
def _spoken_aliases(dataset: str) -> Mapping[str, tuple[str, ...]]:
    """field -> headers that people write: as they stand in the catalogue, with a capital, no keys of programs."""
    spoken: dict[str, list[str]] = {}
    catalogue = load_catalogue()
    for header, field in catalogue.aliases[dataset].items():
        if " " in header and "_" not in header and header in _accented(dataset):
            spoken.setdefault(field, []).append(header[0].upper() + header[1:])
    return {field: tuple(headers) for field, headers in spoken.items()}


@cache
def _accented(dataset: str) -> frozenset[str]:
    """Headers with Vietnamese letters: English labels and unaccented forms are not what schools write."""
    return frozenset(header for header in load_catalogue().aliases[dataset] if not header.isascii())


def choose_style(chance: Chance, school_index: int) -> Style:
    """The style of a school."""
    draw = chance.generator("style", school_index)
    shape: Shape = ("template", "export", "class_sheets")[int(draw.choice(3, p=(0.5, 0.3, 0.2)))]
    has_class_codes = draw.random() < CLASS_CODE_SHARE
    names_classes = shape != "class_sheets" or draw.random() < 0.5
    return Style(
        shape=shape,
        writes_labels=bool(draw.random() < 0.8),
        writes_text_dates=bool(draw.random() < 0.5),
        yes_no=("words", "digits", "marks")[int(draw.choice(3, p=(0.4, 0.3, 0.3)))],
        class_scheme=NUMBERED if draw.random() < 0.6 else LETTERED,
        header_row=1 if shape == "template" else int(draw.integers(4, 9)),
        headers={dataset: _headers(draw, dataset, shape, has_class_codes, names_classes) for dataset in DATASETS},
    )


def _headers(
    draw: np.random.Generator, dataset: str, shape: Shape, has_class_codes: bool, names_classes: bool
) -> dict[str, str]:
    usage = USAGE[dataset]
    used = {name for name, share in usage.items() if draw.random() < share}
    used |= {name for name, other in FOLLOWS.items() if other in used}
    if dataset == "class":
        used |= {"boarding_type_code"}
    if not has_class_codes and "class_name" in usage:
        used -= {"class_code"}
    if shape != "template" and dataset != "school":
        used -= TEMPLATE_ONLY
    if dataset == "student" and not names_classes:
        used -= {"class_name"}
    if dataset == "student" and has_class_codes and draw.random() < 0.3 and names_classes:
        used -= {"class_code"}
    fields = [field for field in load_catalogue().datasets[dataset].columns if field.name in used]
    return {field.name: _header(draw, field, shape) for field in fields}


def _header(draw: np.random.Generator, field: Field, shape: Shape) -> str:
    if shape == "template":
        return f"{field.label_vi} (*)" if field.required == "yes" else field.label_vi
    options = [
        h for h in _spoken_aliases(field.dataset).get(field.name, ()) if tidy_header(h) != tidy_header(field.label_vi)
    ]
    return options[int(draw.integers(len(options)))] if options and draw.random() < 0.5 else field.label_vi
