"""The data dictionary (``docs/data_dictionary.md``), made from the catalogue: ``python -m schemas.dictionary``."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from schemas.catalogue import load_catalogue
from schemas.marts import Mart, MartColumn, load_marts
from schemas.model import Dataset, Field

DICTIONARY = Path(__file__).parent.parent / "docs" / "data_dictionary.md"

_INTRODUCTION = """\
# Data dictionary

Made by `python -m schemas.dictionary` from `schemas/ministry/*.csv` and `schemas/marts/*.csv`: change those, not this
page.

- **Required**: `yes`; `no`; a condition under which the field is required; `dropped` (an old field, still read).
- **Sensitivity**: `direct` (names, numbers, contacts), `sensitive` (health, ethnicity, poverty, discipline …),
  `quasi` (birth date, sex, places …), `none`. Values of the first three leave with the pseudonymous marts only as the
  marts below say.
- **Key**: the key of the ministry's specification of October 2020; empty where the field is not from there.
"""
_FIELD_HEADS = ("Field", "Vietnamese", "English", "Type", "Required", "Code list", "Unit", "Sensitivity", "Key", "Note")
_COLUMN_HEADS = ("Column", "Vietnamese", "English", "Type", "May be empty", "Code list", "Note")


def data_dictionary() -> str:
    """The dictionary as Markdown: every dataset that schools submit, then every table of a release."""
    catalogue = load_catalogue()
    parts = [_INTRODUCTION, "## Submitted datasets\n"]
    parts += [_dataset(dataset) for dataset in catalogue.datasets.values()]
    parts.append("## Tables of a release\n")
    parts += [_mart(mart) for mart in load_marts()]
    return "\n".join(parts)


def _dataset(dataset: Dataset) -> str:
    keys = " ".join(key.replace("|", " or ") for key in dataset.key_fields)
    title = (
        f"### {dataset.name}: {dataset.label_vi} ({dataset.label_en})\n\nSheet “{dataset.sheet_vi}”; key: {keys}.\n\n"
    )
    return title + _table(_FIELD_HEADS, map(_field_cells, dataset.fields))


def _field_cells(field: Field) -> Sequence[str]:
    limits = [f"≤ {field.max_length} characters"] if field.max_length else []
    limits += [f"≥ {field.minimum:g}"] if field.minimum is not None else []
    limits += [f"≤ {field.maximum:g}"] if field.maximum is not None else []
    limits += [f"`{field.pattern}`"] if field.pattern else []
    return (
        f"`{field.name}`",
        field.label_vi,
        field.label_en,
        ", ".join([field.type, *limits]),
        field.condition or field.required,
        field.code_list,
        field.unit,
        field.sensitivity,
        field.ministry_key,
        field.note_en,
    )


def _mart(mart: Mart) -> str:
    title = f"### {mart.schema}.{mart.name}: {mart.label_vi} ({mart.label_en})\n\n{mart.row_en}.\n\n"
    return title + _table(_COLUMN_HEADS, map(_column_cells, mart.columns))


def _column_cells(column: MartColumn) -> Sequence[str]:
    values = f"One of {', '.join(column.values)}." if column.values else ""
    reference = f"Refers to {'.'.join(column.references)}." if column.references else ""
    return (
        f"`{column.name}`",
        column.label_vi,
        column.label_en,
        column.type,
        "yes" if column.is_nullable else "no",
        column.code_list,
        " ".join(part for part in (column.note_en, values, reference) if part),
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(_lines(heads, rows)) + "\n"


def _lines(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        # A bar inside a cell would end it.
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


if __name__ == "__main__":
    DICTIONARY.write_text(data_dictionary(), encoding="utf-8")
