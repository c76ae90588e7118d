"""The fields by which officers compare people, and how a value is shown."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pipelines.identity.kinds import Kind
from schemas.catalogue import load_catalogue
from schemas.model import ADMIN_LEVELS, Field, Language
from schemas.text import fold

_FILE = Path(__file__).with_name("fields.csv")

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Shown:
    """A field of a kind of person; ``tells_who`` where a difference speaks against two rows being one person."""

    field: Field
    tells_who: bool

    @property
    def name(self) -> str:
        return self.field.name

    def text(self, row: Row, language: Language) -> str:
        """The value of a typed row as people read it; empty where the row says nothing."""
        value = row.get(self.name)
        if value is None and self.field.allows_partial_date:
            partial = str(row.get(f"{self.name}_partial") or "")
            return "/".join(reversed(partial.split("-")))
        if value is None:
            return ""
        if isinstance(value, date):
            return value.strftime("%d/%m/%Y")
        if self.field.code_list:
            return _labels(self.field.code_list, language).get(str(value), str(value))
        return str(value)

    def differs(self, row: Row, other: Row) -> bool:
        """Whether both say something, and not the same; case and accents do not count."""
        first, second = self.text(row, "vi"), self.text(other, "vi")
        return bool(first and second) and fold(first) != fold(second)


@cache
def shown_fields(kind: Kind) -> tuple[Shown, ...]:
    """The fields of a kind in the order of ``fields.csv``."""
    fields = {field.name: field for field in load_catalogue().datasets[kind.dataset].columns}
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == kind.name]
    return tuple(Shown(fields[row["field"]], row["tells_who"] == "yes") for row in rows)


@cache
def _labels(code_list: str, language: Language) -> dict[str, str]:
    catalogue = load_catalogue()
    if code_list in ADMIN_LEVELS:
        # The newest name of a code stands last.
        units = sorted(catalogue.admin_units, key=lambda unit: unit.valid_from)
        return {unit.code: unit.name_vi for unit in units if unit.level == code_list}
    codes = catalogue.code_lists[code_list]
    return {code.code: code.label_vi if language == "vi" else code.label_en for code in codes}
