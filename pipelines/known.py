"""Whether what a person names is there: a slip of the pen is refused, not answered as if all were well."""

from datetime import date, timedelta

from sqlalchemy import Engine as Database
from sqlalchemy import select

from pipelines.errors import UnknownNameError
from pipelines.periods import Period
from pipelines.settings import Workspace
from pipelines.state.models import Layout, School, Submission
from schemas.catalogue import load_catalogue

_A_YEAR = timedelta(days=366)


def require_sender(database: Database, sender_code: str) -> None:
    """Raises UnknownNameError for a code that is not in the register of schools and under which nothing was handed in."""
    registered = select(School.school_code).where(School.school_code == sender_code)
    handed_in = select(Submission.sender_code).where(Submission.sender_code == sender_code).limit(1)
    with database.connect() as connection:
        if not any(connection.scalar(statement) for statement in (registered, handed_in)):
            raise UnknownNameError("unknown.sender", sender=sender_code)


def require_layout(database: Database, signature: str) -> None:
    """Raises UnknownNameError for a signature that the headers of no file have."""
    with database.connect() as connection:
        if not connection.scalar(select(Layout.signature).where(Layout.signature == signature).limit(1)):
            raise UnknownNameError("unknown.layout", layout=signature)


def require_period(workspace: Workspace, database: Database, name: str) -> Period:
    """The period of this name; raises UnknownNameError where nothing was handed in for it or lies in the landing tree."""
    period = Period.parse(name)
    with database.connect() as connection:
        handed_in = set(connection.scalars(select(Submission.period).distinct()))
    if period.name not in handed_in and not (workspace.landing / period.name).exists():
        raise UnknownNameError("unknown.period", period=period, known=", ".join(sorted(handed_in)) or "–")
    return period


def require_collection(database: Database, period: Period, day: date) -> None:
    """Raises UnknownNameError for a period that nothing was handed in for, unless its census date is within a year of the day.

    What is decided may come before the first school hands in.
    """
    handed_in = select(Submission.period).where(Submission.period == period.name).limit(1)
    with database.connect() as connection:
        if not connection.scalar(handed_in) and abs(period.census_date - day) > _A_YEAR:
            raise UnknownNameError("unknown.collection", period=period)


def require_province(code: str) -> None:
    """Raises UnknownNameError for a code that no province has or had."""
    if not any(unit.level == "province" and unit.code == code for unit in load_catalogue().admin_units):
        raise UnknownNameError("unknown.province", province=code)
