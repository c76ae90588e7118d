"""Parts in force whose files are no longer in staging: their senders are validated again."""

from sqlalchemy import Engine as Database
from sqlalchemy import and_, select, update

from pipelines.settings import Settings
from pipelines.staging import PARTITION_KINDS, Partition, Staging
from pipelines.state.models import Sheet, Submission, SubmittedFile, ValidatedSender
from schemas.catalogue import load_catalogue

_LOST = ""  # no fingerprint


def validate_lost_again(settings: Settings, database: Database) -> int:
    """Let the senders wait whose part has lost a file; answers the number of such parts. Until then they stay in force."""
    lost = lost_validated_parts(settings, database)
    with database.begin() as connection:
        for partition, part in lost:
            connection.execute(
                update(ValidatedSender)
                .filter_by(period=partition.period, province_code=partition.province_code, part=part)
                .values(fingerprint=_LOST)
            )
    return len(lost)


def lost_validated_parts(settings: Settings, database: Database) -> list[tuple[Partition, str]]:
    """The parts in force that lack a file, in order; there is one for each dataset of which a sender has a sheet."""
    staging = Staging(settings.workspace.staging)
    of_sender = and_(
        Submission.period == ValidatedSender.period,
        Submission.province_code == ValidatedSender.province_code,
        Submission.sender_code == ValidatedSender.sender_code,
    )
    statement = (
        select(ValidatedSender.period, ValidatedSender.province_code, ValidatedSender.part, Sheet.dataset)
        .join(Submission, of_sender)
        .join(SubmittedFile, SubmittedFile.submission_id == Submission.submission_id)
        .outerjoin(Sheet, Sheet.file_id == SubmittedFile.file_id)
        .where(ValidatedSender.fingerprint != _LOST)
        .distinct()
    )
    datasets = load_catalogue().datasets
    lost = set()
    with database.connect() as connection:
        for period, province_code, part, dataset in connection.execute(statement):
            partition = Partition(period, province_code)
            paths = [staging.part(kind, partition, part) for kind in PARTITION_KINDS]
            if dataset in datasets:
                paths += [staging.part(kind, partition, part, dataset) for kind in ("typed", "outcomes")]
            if not all(path.exists() for path in paths):
                lost.add((partition, part))
    return sorted(lost)
