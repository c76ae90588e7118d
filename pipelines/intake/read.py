"""Reading: received files become rows of text in staging, and sheets, layouts and findings in the database."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from math import ceil

from sqlalchemy import Connection, select
from sqlalchemy import Engine as Database

from pipelines.intake.archive import Archive
from pipelines.intake.headers import dataset_headers
from pipelines.intake.mappings import decisions
from pipelines.intake.protocol import Batch, BatchResult, Configuration, FileResult, FileToRead, part_name
from pipelines.intake.quarantine import Quarantine
from pipelines.intake.recording import record
from pipelines.intake.supervisor import read_batches
from pipelines.intake.template_mark import versions_at
from pipelines.locks import exclusive
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging
from pipelines.state.models import Sheet, Submission, SubmittedFile
from schemas.catalogue import load_catalogue, read_rows

# A batch is read by one process and written as one file a dataset: many files make it cheap, but its memory must bear
# it, and the last ones must be small, so that no worker waits long for another.
_BATCH_FILES = 256
_BATCH_BYTES = 24 << 20
_BATCHES_TO_COME = 3  # for each worker


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """What one call read; ``rows`` by dataset."""

    files_read: int
    files_refused: int
    sheets: int
    rows: dict[str, int]


def partitions_to_read(database: Database) -> list[Partition]:
    """The partitions with files that were received and not read yet, in order."""
    statement = (
        select(Submission.period, Submission.province_code)
        .join(SubmittedFile, SubmittedFile.submission_id == Submission.submission_id)
        .where(SubmittedFile.status == "received")
        .distinct()
    )
    with database.connect() as connection:
        return sorted(Partition(period, province_code) for period, province_code in connection.execute(statement))


def read_partition(
    settings: Settings, database: Database, partition: Partition, progress: Callable[[int], None] | None = None
) -> ReadSummary:
    """Read every received file of a partition, batch by batch; ``progress`` is told the number of files done.

    A batch is recorded in one transaction after its rows are in place: whatever dies, a batch is read whole or not at
    all, and reading goes on where it stopped. Raises StorageError where staging cannot be written.
    """
    staging = Staging(settings.workspace.staging)
    catalogue = load_catalogue()
    datasets = dataset_headers(catalogue, Period.parse(partition.period).census_date)
    footers = [(row["kind"], row["pattern"]) for row in read_rows("footer_words.csv")]
    folders = {name: str(staging.raw(name, partition)) for name in datasets}
    statuses: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    sheets = 0
    with exclusive(settings.workspace.staging / f".reading-{partition.period}-{partition.province_code}.lock"):
        with database.connect() as connection:
            _clear_orphans(connection, staging, partition, list(datasets))
            files = _received(connection, Archive(settings.workspace.archive), partition)
            decided = decisions(connection)
        quarantine = Quarantine(settings.workspace.quarantine)
        by_id = {file.file_id: file for file in files}
        deadly = {file_id: noted for file_id, file in by_id.items() if (noted := quarantine.noted(file))}
        known = BatchResult("", [FileResult(file_id, [], [found], death) for file_id, (found, death) in deadly.items()])
        templates = versions_at(Period.parse(partition.period))
        configuration = Configuration(
            settings.reader_memory, settings.reader_timeout, datasets, footers, decided, templates
        )
        waiting = [file for file in files if file.file_id not in deadly]
        batches = [Batch(part_name(chunk), folders, chunk) for chunk in _chunks(waiting, settings.workers)]
        for result in chain([known] if deadly else [], read_batches(batches, configuration, settings.workers)):
            for file in result.files:
                if file.death and file.file_id not in deadly:
                    quarantine.add(by_id[file.file_id], file.findings[0], file.death)
            with database.begin() as connection:
                record(connection, result)
            for file in result.files:
                statuses["read" if file.sheets else "refused"] += 1
                sheets += len(file.sheets)
                for sheet in file.sheets:
                    rows[sheet.dataset] += sheet.rows_read
            if progress:
                progress(len(result.files))
    return ReadSummary(statuses["read"], statuses["refused"], sheets, dict(sorted(rows.items())))


def _received(connection: Connection, archive: Archive, partition: Partition) -> list[FileToRead]:
    """The files to read, in order of arrival."""
    statement = (
        select(
            SubmittedFile.file_id,
            SubmittedFile.name,
            SubmittedFile.sha256,
            Submission.sender_code,
            SubmittedFile.reading,
            SubmittedFile.size,
        )
        .join(Submission, Submission.submission_id == SubmittedFile.submission_id)
        .where(
            Submission.period == partition.period,
            Submission.province_code == partition.province_code,
            SubmittedFile.status == "received",
        )
        .order_by(SubmittedFile.file_id)
    )
    return [
        FileToRead(file_id, name, str(archive.path(sha256)), sender, reading, size)
        for file_id, name, sha256, sender, reading, size in connection.execute(statement)
    ]


def _chunks(files: Sequence[FileToRead], workers: int) -> Iterator[Sequence[FileToRead]]:
    """Cut the files in batches that become smaller towards the end."""
    start = 0
    while start < len(files):
        most = min(_BATCH_FILES, ceil((len(files) - start) / workers / _BATCHES_TO_COME))
        sizes = list(accumulate(file.size or 0 for file in files[start : start + most]))
        # At least one file, however large.
        end = start + max(1, bisect_right(sizes, _BATCH_BYTES))
        yield files[start:end]
        start = end


def _clear_orphans(connection: Connection, staging: Staging, partition: Partition, datasets: Sequence[str]) -> None:
    """Delete the rows of which a killed run recorded no sheet: they will be read again, under the same ids."""
    statement = (
        select(Sheet.part)
        .join(SubmittedFile, SubmittedFile.file_id == Sheet.file_id)
        .join(Submission, Submission.submission_id == SubmittedFile.submission_id)
        .where(Submission.period == partition.period, Submission.province_code == partition.province_code)
        .distinct()
    )
    parts = set(connection.scalars(statement))
    for dataset in datasets:
        folder = staging.raw(dataset, partition)
        for path in [*folder.glob("*.parquet"), *folder.glob(".*.partial")]:
            if path.suffix != ".parquet" or path.stem not in parts:
                path.unlink()
