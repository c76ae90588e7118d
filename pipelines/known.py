"""Whether what a person names is there: a slip of the pen is refused, not answered as if all were well."""

from sqlalchemy import Engine as Database
from sqlalchemy import select

from pipelines.errors import UnknownNameError
from pipelines.periods import Period
from pipelines.settings import Workspace
from pipelines.state.models import School, Submission
from schemas.catalogue import load_catalogue


def require_sender(database: Database, sender_code: str) -> None:
    """Raises UnknownNameError for a code that is not in the register of schools and under which nothing was handed in."""
    registered = select(School.school_code).where(School.school_code == sender_code)
    handed_in = select(Submission.sender_code).where(Submission.sender_code == sender_code).limit(1)
    with database.connect() as connection:
        if not any(connection.scalar(statement) for statement in (registered, handed_in)):
            raise UnknownNameError("unknown.sender", sender=sender_code)


def require_period(workspace: Workspace, database: Database, name: str) -> Period:
    """The period of this name; raises UnknownNameError where nothing was handed in for it or lies in the landing tree."""
    period = Period.parse(name)
    with database.connect() as connection:
        handed_in = set(connection.scalars(select(Submission.period).distinct()))
    if period.name not in handed_in and not (workspace.landing / period.name).exists():
        raise UnknownNameError("unknown.period", period=period, known=", ".join(sorted(handed_in)) or "–")
    return period


def require_province(code: str) -> None:
    """Raises UnknownNameError for a code that no province has or had."""
    if not any(unit.level == "province" and unit.code == code for unit in load_catalogue().admin_units):
        raise UnknownNameError("unknown.province", province=code)
