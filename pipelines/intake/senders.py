"""Who sends, and to which province it belongs."""

import re
from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, select

from pipelines.state.models import School
from schemas.catalogue import Catalogue
from schemas.model import AdminUnit

# A department has 2 digits, a district office 3, a commune 5 (the codes of their areas); anything longer is a school,
# whose code begins with the province that issued it.
_SENDER = re.compile(r"[0-9]{2}|[0-9]{3}|[0-9]{5}|[0-9]{5}[0-9A-F][0-9]{2}|[0-9]{10,20}")
_LEVEL_BY_LENGTH: Mapping[int, str] = {2: "province", 3: "district", 5: "ward"}

# Sender of files whose school was not said; only its form matters.
NOBODY = "01000000"


class Senders:
    """Provinces of senders at one census date."""

    def __init__(self, connection: Connection, catalogue: Catalogue, census_date: date) -> None:
        self._census_date = census_date
        register = connection.execute(select(School.school_code, School.province_code))
        self._schools = {row.school_code: row.province_code for row in register}
        self._units: dict[tuple[str, str], list[AdminUnit]] = {}
        for unit in catalogue.admin_units:
            self._units.setdefault((unit.level, unit.code), []).append(unit)

    def province_code(self, sender_code: str) -> str | None:
        """The province at the census date, in which the sender's rows are kept; None for an impossible sender code.

        The register of schools decides; a sender it does not know is placed by its code.
        """
        if sender_code in self._schools:
            return self._province_of(self._schools[sender_code])
        if not _SENDER.fullmatch(sender_code):
            return None
        is_area = len(sender_code) in _LEVEL_BY_LENGTH
        return self._province_of(sender_code if is_area else sender_code[:2])

    def _province_of(self, code: str) -> str | None:
        level = _LEVEL_BY_LENGTH[len(code)]
        units = self._units.get((level, code))
        if not units:
            return None
        unit = next(filter(self._in_force, units), units[0])
        # One of the same code is among ``units``.
        successor = next((c for c in unit.successor_codes if c != code), None)
        if successor and not self._in_force(unit):
            return self._province_of(successor)
        return unit.code if level == "province" else self._province_of(unit.parent_code)

    def _in_force(self, unit: AdminUnit) -> bool:
        return unit.valid_from <= self._census_date and (unit.valid_to is None or self._census_date <= unit.valid_to)
