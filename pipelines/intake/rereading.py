"""Files that are read once more though nobody handed them in again: their rows are lost, or an officer wants it so."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection, and_, not_, or_, select, update
from sqlalchemy import Engine as Database

from pipelines.intake.quarantine import Quarantine
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging
from pipelines.state.models import Sheet, Submission, SubmittedFile

Value = TypeVar("Value")
# Of one statement: databases bound the number of its parameters.
_MOST_PARAMETERS = 10_000


def read_again(connection: Connection, file_ids: Sequence[int]) -> None:
    """Let files wait to be read again; until then their sheets stay."""
    again = {"status": "received", "reading": SubmittedFile.reading + 1}
    for some in portions(file_ids):
        connection.execute(update(SubmittedFile).where(SubmittedFile.file_id.in_(some)).values(again))


def read_lost_again(settings: Settings, database: Database) -> int:
    """Let the files wait whose rows are no longer in staging; answers their number.

    The archive and the operational database suffice to make staging again.
    """
    lost = lost_parts(settings, database)
    files = select(SubmittedFile.file_id).join(Sheet).where(SubmittedFile.status == "read").distinct()
    with database.begin() as connection:
        file_ids = [
            file_id for some in portions(lost) for file_id in connection.scalars(files.where(Sheet.part.in_(some)))
        ]
        read_again(connection, file_ids)
    return len(file_ids)


def read_all_again(database: Database, partition: Partition) -> None:
    """Let every file of a partition wait: a later version of the program may read what an earlier one could not.

    Not what was refused as a part of an archive, or as one, when it was received: there may be nothing of its own to read.
    """
    files = (
        select(SubmittedFile.file_id)
        .join(Submission)
        .where(Submission.period == partition.period, Submission.province_code == partition.province_code)
    )
    is_of_archive = or_(SubmittedFile.name.contains("!"), SubmittedFile.name.iendswith(".zip"))
    may_be_read = or_(SubmittedFile.status == "read", and_(SubmittedFile.status == "refused", not_(is_of_archive)))
    with database.begin() as connection:
        read_again(connection, connection.scalars(files.where(may_be_read)).all())


def try_pardoned_again(settings: Settings, database: Database) -> None:
    """Let the files wait that ended a reader and whose note an officer has deleted since."""
    quarantine = Quarantine(settings.workspace.quarantine)
    refused = select(SubmittedFile.file_id, SubmittedFile.sha256).where(
        SubmittedFile.status == "refused", SubmittedFile.death != ""
    )
    with database.begin() as connection:
        deadly = connection.execute(refused).all()
        read_again(connection, [file.file_id for file in deadly if not quarantine.death(file.sha256)])


def lost_parts(settings: Settings, database: Database) -> list[str]:
    """The recorded parts of raw rows that are absent, in order."""
    staging = Staging(settings.workspace.staging)
    statement = (
        select(Submission.period, Submission.province_code, Sheet.dataset, Sheet.part)
        .join(SubmittedFile, SubmittedFile.submission_id == Submission.submission_id)
        .join(Sheet, Sheet.file_id == SubmittedFile.file_id)
        .where(SubmittedFile.status == "read")
        .distinct()
    )
    with database.connect() as connection:
        return sorted(
            {
                part
                for period, province_code, dataset, part in connection.execute(statement)
                if not (staging.raw(dataset, Partition(period, province_code)) / f"{part}.parquet").exists()
            }
        )


def portions(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """Values in pieces that a statement can take."""
    return (values[start : start + _MOST_PARAMETERS] for start in range(0, len(values), _MOST_PARAMETERS))
