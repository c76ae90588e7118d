"""The ministry schema, loaded once from ``ministry/*.csv``.

Everything that csdl knows of datasets, fields, codes, places and rules is read here and nowhere else.
"""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from schemas.model import AdminUnit, Code, Dataset, DialectCode, Field, Rule, Validity
from schemas.text import fold, tidy_header

MINISTRY = Path(__file__).parent / "ministry"


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The whole schema, or what of it holds at a census date. ``version`` changes whenever one of its files does."""

    datasets: Mapping[str, Dataset]
    code_lists: Mapping[str, tuple[Code, ...]]
    dialects: Mapping[str, tuple[DialectCode, ...]]  # another system -> its codes
    admin_units: tuple[AdminUnit, ...]
    rules: Mapping[str, Rule]
    aliases: Mapping[str, Mapping[str, str]]  # dataset -> tidy or folded header -> field name
    personal_id_provinces: Mapping[str, str]  # 3-digit prefix -> current province code
    version: str

    def field(self, dataset: str, name: str) -> Field:
        return self.datasets[dataset].field(name)

    def in_force(self, census_date: date) -> "Catalogue":
        """The fields, codes, places, headers and rules that hold at a census date, and nothing else."""
        return replace(
            self,
            datasets={
                name: replace(dataset, fields=tuple(f for f in dataset.fields if f.validity.covers(census_date)))
                for name, dataset in self.datasets.items()
            },
            code_lists={
                name: tuple(code for code in codes if code.validity.covers(census_date))
                for name, codes in self.code_lists.items()
            },
            admin_units=tuple(unit for unit in self.admin_units if unit.validity.covers(census_date)),
            aliases=self.aliases_at(census_date),
            rules={rule_id: rule for rule_id, rule in self.rules.items() if rule.holds_at(census_date)},
        )

    def aliases_at(self, census_date: date) -> Mapping[str, Mapping[str, str]]:
        """``aliases`` as far as they held at a census date: a header may have meant another field before."""
        return _aliases(self.datasets, census_date) if _validities("alias") else self.aliases


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of one file of ``ministry/`` as dictionaries of text. ``csv.DictReader`` would take half as long again."""
    with (MINISTRY / name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        names = next(rows)
        for row in rows:
            yield dict(zip(names, row, strict=True))


def _split(text: str, separator: str = ";") -> tuple[str, ...]:
    # Most cells are empty.
    return tuple(part.strip() for part in text.split(separator) if part.strip()) if text else ()


@cache
def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _validities(kind: Literal["field", "code", "alias"]) -> Mapping[tuple[str, str], tuple[Validity, str]]:
    """Of what holds only for a time (validity.csv): (dataset or list, name) → its validity and its successor."""
    return {
        (row["of"], row["name"]): (Validity(_day(row["since"]), _day(row["until"])), row["successor"])
        for row in read_rows("validity.csv")
        if row["kind"] == kind
    }


_ALWAYS = (Validity(), "")


def _field(row: dict[str, str]) -> Field:
    return Field(
        dataset=row["dataset"],
        name=row["name"],
        ministry_key=row["ministry_key"],
        label_vi=row["label_vi"],
        label_en=row["label_en"],
        type=row["type"],  # type: ignore[arg-type]  # checked by tests/schemas
        required=row["required"],  # type: ignore[arg-type]
        condition=row["condition"],
        code_list=row["code_list"],
        max_length=int(row["max_length"]) if row["max_length"] else None,
        pattern=row["pattern"],
        minimum=float(row["minimum"]) if row["minimum"] else None,
        maximum=float(row["maximum"]) if row["maximum"] else None,
        is_past_event=row["is_past_event"] == "yes",
        allows_partial_date=row["allows_partial_date"] == "yes",
        unit=row["unit"],
        sensitivity=row["sensitivity"],  # type: ignore[arg-type]
        source=row["source"],
        note_en=row["note_en"],
        validity=_validities("field").get((row["dataset"], row["name"]), _ALWAYS)[0],
    )


def _datasets() -> dict[str, Dataset]:
    fields: dict[str, list[Field]] = defaultdict(list)
    for row in read_rows("fields.csv"):
        fields[row["dataset"]].append(_field(row))
    return {
        row["dataset"]: Dataset(
            name=row["dataset"],
            label_vi=row["label_vi"],
            label_en=row["label_en"],
            key_fields=_split(row["key_fields"], " "),
            depends_on=_split(row["depends_on"], " "),
            sheet_vi=row["sheet_vi"],
            fields=tuple(fields[row["dataset"]]),
        )
        for row in read_rows("datasets.csv")
    }


def _code_lists() -> dict[str, tuple[Code, ...]]:
    lists: dict[str, list[Code]] = defaultdict(list)
    for row in read_rows("code_lists.csv"):
        validity, successor = _validities("code").get((row["list"], row["code"]), _ALWAYS)
        lists[row["list"]].append(
            Code(
                list=row["list"],
                code=row["code"],
                label_vi=row["label_vi"],
                label_en=row["label_en"],
                parent_list=row["parent_list"],
                parent_codes=_split(row["parent_code"]),
                aliases_vi=_split(row["aliases_vi"]),
                validity=validity,
                successor=successor,
            )
        )
    return {name: tuple(codes) for name, codes in lists.items()}


def _dialects() -> dict[str, tuple[DialectCode, ...]]:
    dialects: dict[str, list[DialectCode]] = defaultdict(list)
    for row in read_rows("dialects.csv"):
        dialects[row["dialect"]].append(
            DialectCode(
                dialect=row["dialect"],
                list=row["list"],
                code=row["code"],
                ministry_code=row["ministry_code"],
                other_codes=_split(row["other_codes"]),
                is_blank=row["is_blank"] == "yes",
            )
        )
    return {name: tuple(codes) for name, codes in dialects.items()}


def _admin_units() -> tuple[AdminUnit, ...]:
    return tuple(
        AdminUnit(
            code=row["code"],
            name_vi=row["name_vi"],
            level=row["level"],  # type: ignore[arg-type]
            parent_code=row["parent_code"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            successor_codes=_split(row["successor_code"]),
        )
        for row in read_rows("admin_units.csv")
    )


def _rules() -> dict[str, Rule]:
    return {
        row["id"]: Rule(
            id=row["id"],
            dataset=row["dataset"],
            level=row["level"],  # type: ignore[arg-type]
            severity=row["severity"],  # type: ignore[arg-type]
            fields=_split(row["fields"]),
            condition_en=row["condition_en"],
            message_vi=row["message_vi"],
            message_en=row["message_en"],
            fix_vi=row["fix_vi"],
            fix_en=row["fix_en"],
            source=row["source"],
            since=_day(row["since"]),
            until=_day(row["until"]),
        )
        for row in read_rows("rules.csv")
    }


def _aliases(datasets: Mapping[str, Dataset], census_date: date | None = None) -> dict[str, dict[str, str]]:
    """Every header under which a field is found (at a census date): the alias file, then the field's own name, key and labels.

    The accented form decides; the form without accents is added where it leads to one field only
    ("Tên học sinh" is the full name, but the key TEN_HOC_SINH is the given name).
    """
    exact: dict[str, dict[str, str]] = {name: {} for name in datasets}
    for row in read_rows("header_aliases.csv"):
        validity, _ = _validities("alias").get((f"{row['dataset']}.{row['name']}", row["alias_vi"]), _ALWAYS)
        if row["dataset"] in exact and (census_date is None or validity.covers(census_date)):
            exact[row["dataset"]][tidy_header(row["alias_vi"])] = row["name"]
    for dataset in datasets.values():
        for field in dataset.columns:
            for header in (field.name, field.ministry_key, field.label_vi, field.label_en):
                if header:
                    exact[dataset.name].setdefault(tidy_header(header), field.name)
    return {name: _with_unaccented(headers) for name, headers in exact.items()}


def _with_unaccented(headers: Mapping[str, str]) -> dict[str, str]:
    leads_to: dict[str, set[str]] = defaultdict(set)
    for header, field in headers.items():
        leads_to[fold(header)].add(field)
    unaccented = {header: next(iter(fields)) for header, fields in leads_to.items() if len(fields) == 1}
    return unaccented | dict(headers)


def _version() -> str:
    digest = hashlib.sha256()
    for path in sorted(MINISTRY.glob("*.csv")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def load_catalogue() -> Catalogue:
    """The catalogue of this installation (about 14,000 places, 1,700 codes, 600 fields; some 0.2 s)."""
    datasets = _datasets()
    return Catalogue(
        datasets=datasets,
        code_lists=_code_lists(),
        dialects=_dialects(),
        admin_units=_admin_units(),
        rules=_rules(),
        aliases=_aliases(datasets),
        personal_id_provinces={
            row["prefix"]: row["current_province_code"] for row in read_rows("personal_id_provinces.csv")
        },
        version=_version(),
    )
