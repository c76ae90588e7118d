"""What schools said of a person that the register knows otherwise, and what became of it."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, select

from pipelines.identity.kinds import Kind
from pipelines.periods import Period
from pipelines.review.persons import Person, register_table
from pipelines.review.shown import Shown, shown_fields
from pipelines.state.models import School
from pipelines.state.persons import Claim
from schemas.model import Language

# open: waits for more schools or periods to say so (resolution.csv); resolved: what the register says now; replaced: settled otherwise.
Status = Literal["open", "resolved", "replaced"]


@dataclass(frozen=True, slots=True)
class ClaimedValue:
    """A value that a school gave in a period. Values are as the register keeps them: folded names, ISO dates, codes.

    ``known`` is what the register says now; ``settled_in`` the period in which the attribute was resolved anew.
    """

    attribute: str
    value: str
    known: str
    period: str
    school_code: str
    school_name: str
    status: Status
    settled_in: str | None


def claims_of(connection: Connection, kind: Kind, family: list[Person]) -> list[ClaimedValue]:
    """The claims about a person and those they supersede, in the order of time; the first of the family is whom it is about."""
    register = register_table(kind)
    known = connection.execute(select(register).where(register.c.person_key == family[0].person_key)).mappings().one()
    statement = (
        select(Claim.attribute, Claim.value, Claim.period, Claim.school_code, School.name, Claim.settled_in)
        .outerjoin(School, School.school_code == Claim.school_code)
        .where(Claim.kind == kind.name, Claim.person_key.in_([person.person_key for person in family]))
        .distinct()
    )
    claims = [
        ClaimedValue(
            attribute=attribute,
            value=value,
            known=known[attribute] or "",
            period=period,
            school_code=school_code,
            school_name=school_name or "",
            status=_status(value == known[attribute], settled_in),
            settled_in=settled_in,
        )
        for attribute, value, period, school_code, school_name, settled_in in connection.execute(statement)
    ]
    return sorted(claims, key=lambda c: (Period.parse(c.period).order, c.school_code, c.attribute, c.value))


def label_of(attribute: str, kind: Kind, language: Language) -> str:
    """What people call an attribute of the register."""
    return _shown(attribute, kind).field.label(language)


def text_of(attribute: str, value: str, kind: Kind, language: Language) -> str:
    """A value of the register as people read it."""
    shown = _shown(attribute, kind)
    column = f"{shown.name}_partial" if shown.field.allows_partial_date else shown.name
    return shown.text({column: value or None}, language)


def _status(is_known: bool, settled_in: str | None) -> Status:
    if is_known:
        return "resolved"
    return "replaced" if settled_in else "open"


def _shown(attribute: str, kind: Kind) -> Shown:
    other_names = {"person_id": kind.sector_number, "folded_name": "full_name", "folded_mother_name": "mother_name"}
    name = other_names.get(attribute, attribute)
    return next(shown for shown in shown_fields(kind) if shown.name == name)
