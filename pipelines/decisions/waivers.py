"""Waivers: a rule that does not hold for a school, a commune or a province in a period, with reason, person and last day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Literal

from sqlalchemy import ColumnElement, Row, and_, insert, select, update
from sqlalchemy import Engine as Database

from pipelines.errors import DecisionError
from pipelines.known import require_collection, require_sender
from pipelines.local_time import today
from pipelines.periods import Period
from pipelines.state.decisions import Waiver
from pipelines.texts import chosen_language
from schemas.catalogue import load_catalogue, read_rows
from schemas.model import LANGUAGES

Scope = Literal["school", "commune", "province"]


@cache
def unwaivable_rules() -> dict[str, tuple[str, str]]:
    """Rule, or family of rules (FIL), that nobody may waive → why, in Vietnamese and English."""
    return {
        rule: (row["reason_vi"], row["reason_en"])
        for row in read_rows("unwaivable_rules.csv")
        for rule in row["rules"].split()
    }


def waive(
    database: Database,
    rule_id: str,
    period: Period,
    scope: Scope,
    area_code: str,
    *,
    reason: str,
    person: str,
    expires_on: date,
) -> int:
    """Waive a rule up to and including a day; answers the number of the waiver. It acts in the next validation.

    Raises DecisionError for a rule that is unknown or may not be waived (unwaivable_rules.csv), for a day that is past, and for a
    commune or province that is none at the census date; UnknownNameError for a school or period that is not there.
    """
    if rule_id not in load_catalogue().rules:
        raise DecisionError("decision.no_rule", rule=rule_id)
    forbidden = unwaivable_rules().get(rule_id) or unwaivable_rules().get(rule_id[:3])
    if forbidden:
        raise DecisionError("decision.unwaivable", rule=rule_id, why=forbidden[LANGUAGES.index(chosen_language())])
    if expires_on < today():
        raise DecisionError("decision.past", day=f"{expires_on:%d/%m/%Y}")
    if scope == "school":
        require_sender(database, area_code)
    else:
        _require_area(scope, area_code, period)
    require_collection(database, period, today())
    said = {
        "rule_id": rule_id,
        "period": period.name,
        "scope": scope,
        "area_code": area_code,
        "reason": reason,
        "person": person,
        "expires_on": expires_on,
        "waived_at": datetime.now(UTC).replace(tzinfo=None),
    }
    with database.begin() as connection:
        key = connection.execute(insert(Waiver).values(said)).inserted_primary_key
    assert key
    return int(key[0])


def _require_area(scope: Scope, code: str, period: Period) -> None:
    level = "ward" if scope == "commune" else "province"
    in_force = load_catalogue().in_force(period.census_date).admin_units
    if not any(unit.level == level and unit.code == code for unit in in_force):
        named = {"code": code, "day": f"{period.census_date:%d/%m/%Y}", "period": period}
        if scope == "commune":
            raise DecisionError("decision.no_commune", **named)
        raise DecisionError("decision.no_province", **named)


def end_waiver(database: Database, waiver_id: int, person: str) -> None:
    """End a waiver before its time; raises DecisionError where none with this number is in force."""
    now = datetime.now(UTC).replace(tzinfo=None)
    ended = update(Waiver).where(Waiver.waiver_id == waiver_id, in_force(today()))
    with database.begin() as connection:
        if not connection.execute(ended.values(ended_at=now, ended_by=person)).rowcount:
            raise DecisionError("decision.no_waiver", number=str(waiver_id))


def list_waivers(database: Database, *, ended: bool = False) -> Sequence[Row[tuple[object, ...]]]:
    """The waivers in force by number, or all that ever were."""
    statement = select(Waiver.__table__).order_by(Waiver.waiver_id)
    with database.connect() as connection:
        return connection.execute(statement if ended else statement.where(in_force(today()))).all()


def in_force(day: date) -> ColumnElement[bool]:
    """Whether a waiver acts on a day."""
    return and_(Waiver.ended_at.is_(None), Waiver.expires_on >= day)


def waivers_in_force(database: Database, periods: Sequence[str]) -> list[dict[str, str]]:
    """The waivers that act today in some periods, as a release lists them: ordered by what they say, not by when."""
    columns = ("rule_id", "period", "scope", "area_code", "reason", "person", "expires_on")
    statement = select(*(Waiver.__table__.c[name] for name in columns)).where(
        Waiver.period.in_(periods), in_force(today())
    )
    with database.connect() as connection:
        rows = connection.execute(statement).all()
    return [
        dict(zip(columns, map(str, row), strict=True)) for row in sorted(rows, key=lambda row: tuple(map(str, row)))
    ]
