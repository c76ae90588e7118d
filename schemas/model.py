"""What the ministry's schema is made of: datasets and their fields, codes, places, rules, and when each holds."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

FieldType = Literal[
    "string", "code", "integer", "decimal", "boolean", "date", "year", "phone", "email", "list", "binary"
]
Severity = Literal["error", "query"]
Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")

# Fields of these types hold nested rows or pictures: they have no column of their own in a sheet.
UNREADABLE_TYPES = frozenset({"list", "binary"})
# Levels of admin_units.csv that serve as code lists.
ADMIN_LEVELS = ("province", "district", "ward")


@dataclass(frozen=True, slots=True)
class Validity:
    """The census dates at which something of the schema holds, both bounds included; None: without bound."""

    since: date | None = None
    until: date | None = None

    def covers(self, census_date: date) -> bool:
        return (self.since is None or self.since <= census_date) and (self.until is None or census_date <= self.until)


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a dataset: what it means, how it is typed, when it is required, who may see it."""

    dataset: str
    name: str
    ministry_key: str
    label_vi: str
    label_en: str
    type: FieldType
    required: Literal["yes", "no", "conditional", "dropped"]
    condition: str
    code_list: str
    max_length: int | None
    pattern: str
    minimum: float | None
    maximum: float | None
    is_past_event: bool
    allows_partial_date: bool
    unit: str
    sensitivity: Literal["direct", "sensitive", "quasi", "none"]
    source: str
    note_en: str
    validity: Validity

    @property
    def is_personal(self) -> bool:
        """True where values must not reach the pseudonymous marts."""
        return self.sensitivity != "none"

    def label(self, language: Language) -> str:
        return self.label_vi if language == "vi" else self.label_en


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table of the ministry schema. ``key_fields`` may hold ``a|b``: the first that is filled."""

    name: str
    label_vi: str
    label_en: str
    key_fields: tuple[str, ...]
    depends_on: tuple[str, ...]
    sheet_vi: str
    fields: tuple[Field, ...]

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields that can stand in a sheet, in the order of the specification."""
        return tuple(f for f in self.fields if f.type not in UNREADABLE_TYPES)

    def field(self, name: str) -> Field:
        return next(f for f in self.fields if f.name == name)

    def label(self, language: Language) -> str:
        return self.label_vi if language == "vi" else self.label_en


@dataclass(frozen=True, slots=True)
class Code:
    list: str
    code: str
    label_vi: str
    label_en: str
    parent_list: str
    parent_codes: tuple[str, ...]
    aliases_vi: tuple[str, ...]
    validity: Validity
    # The code of the list that takes its place, where there is exactly one.
    successor: str


@dataclass(frozen=True, slots=True)
class DialectCode:
    """A code of another system and the ministry's code for it (empty: there is none; ``is_blank``: it says nothing).

    ``other_codes`` are ministry codes that it may stand for as well.
    """

    dialect: str
    list: str
    code: str
    ministry_code: str
    other_codes: tuple[str, ...]
    is_blank: bool


@dataclass(frozen=True, slots=True)
class AdminUnit:
    """A province, district or ward in one era; ``valid_to`` is the last valid day, None while it lasts."""

    code: str
    name_vi: str
    level: Literal["province", "district", "ward"]
    parent_code: str
    valid_from: date
    valid_to: date | None
    successor_codes: tuple[str, ...]

    @property
    def validity(self) -> Validity:
        return Validity(self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class Rule:
    """One validation rule; see ``docs/rules_terms.md`` for the terms used in ``condition_en``."""

    id: str
    dataset: str
    level: Literal["file", "cell", "row", "table", "school", "cross_school", "cross_period"]
    severity: Severity
    fields: tuple[str, ...]
    condition_en: str
    message_vi: str
    message_en: str
    fix_vi: str
    fix_en: str
    source: str
    since: date | None
    until: date | None

    def holds_at(self, census_date: date) -> bool:
        """Whether the rule was in force at the census date (both bounds included)."""
        return Validity(self.since, self.until).covers(census_date)
