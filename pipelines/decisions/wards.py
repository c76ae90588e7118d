"""In which commune a school lies in a period: whom a waiver for a commune reaches."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow.parquet as pq
from sqlalchemy import Connection, select

from pipelines.periods import Period
from pipelines.staging import Partition, Staging, parts_in_force
from pipelines.state.models import School
from schemas.catalogue import load_catalogue
from schemas.model import AdminUnit

_COLUMNS = ("sender_code", "school_code", "ward_code")


def wards_of_schools(connection: Connection, staging: Staging, partition: Partition) -> dict[str, str]:
    """School → ward at the census date, as its row in force in this period says, before that of a list of many schools.

    A rejected row counts as well: whom a waiver reaches must not depend on the rows that it lets in. Where there is no such row yet,
    the ward is that of the register, or the one that took its place since.
    """
    census_date = Period.parse(partition.period).census_date
    told = [
        (school_code, ward_code, sender_code == school_code)
        for part, senders in parts_in_force(connection.engine, partition).items()
        for sender_code, school_code, ward_code in _rows(staging, partition, part)
        if sender_code in senders and school_code and ward_code
    ]
    wards = _registered(connection, census_date)
    wards |= {school_code: ward_code for school_code, ward_code, _ in sorted(told, key=lambda row: row[2])}
    return wards


def _rows(staging: Staging, partition: Partition, part: str) -> list[tuple[str, str, str]]:
    path = staging.part("typed", partition, part, "school")
    if not path.exists() or not set(_COLUMNS) <= set(pq.read_schema(path).names):
        return []
    rows = pq.read_table(path, columns=list(_COLUMNS))
    return list(zip(*(rows[name].to_pylist() for name in _COLUMNS), strict=True))


def _registered(connection: Connection, census_date: date) -> dict[str, str]:
    """School → ward of its first registration, as it is at a census date."""
    wards: dict[str, list[AdminUnit]] = defaultdict(list)
    for unit in load_catalogue().admin_units:
        if unit.level == "ward":
            wards[unit.code].append(unit)
    register = connection.execute(select(School.school_code, School.ward_code, School.first_period))
    found = {row.school_code: _became(wards, row.ward_code, row.first_period, census_date) for row in register}
    return {school_code: ward_code for school_code, ward_code in found.items() if ward_code}


def _became(wards: Mapping[str, Sequence[AdminUnit]], code: str, period: str, census_date: date) -> str | None:
    """The ward that a ward of a period is at a census date; None where it was divided, or had not begun."""
    since = Period.parse(period).census_date
    ward = next((ward for ward in wards.get(code, ()) if ward.validity.covers(since)), None)
    while ward and not ward.validity.covers(census_date):
        if len(ward.successor_codes) != 1 or census_date < ward.valid_from:
            return None
        ended = ward.valid_to
        ward = next((w for w in wards.get(ward.successor_codes[0], ()) if ended and ended < w.valid_from), None)
    return ward.code if ward else None
