"""Receiving: every byte is kept once, and who handed in what, when, is recorded in one transaction."""

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, bindparam, delete, func, insert, select
from sqlalchemy import Engine as Database

from pipelines.errors import DeliveryError
from pipelines.intake.archive import Archive, Content
from pipelines.intake.containers import Member, unpack
from pipelines.intake.history import History, load_histories
from pipelines.intake.landing import LandedFile, Refusal, RefusedPath, scan_landing
from pipelines.intake.senders import Senders
from pipelines.local_time import today
from pipelines.locks import exclusive
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.state.models import IntakeFinding, LandingFile, Submission, SubmittedFile
from schemas.catalogue import load_catalogue

# When what a sender handed in for a period arrived, in UTC without a zone.
Arrival = Callable[[Period, str], datetime]


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one sender is told. ``is_new`` is False where the same bytes are in force already.

    Where ``refusal`` says why nothing was taken, there is no submission: ``files`` names the path, the ids are empty.
    """

    submission_id: str
    period: str
    sender_code: str
    province_code: str
    files: tuple[ReceivedFile, ...]
    is_new: bool
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class _Delivery:
    """All that one sender handed in at one moment for one period."""

    period: Period
    sender_code: str
    members: tuple[Member, ...]

    @property
    def contents(self) -> dict[str, str]:
        """Name → SHA-256 of each file."""
        return {m.name: m.content.sha256 for m in self.members}

    @property
    def content_id(self) -> str:
        """Made from what was handed in, by whom and for when: the same in every installation."""
        listed = [f"{name}\n{sha256}" for name, sha256 in sorted(self.contents.items())]
        return hashlib.sha256("\n".join([self.period.name, self.sender_code, *listed]).encode()).hexdigest()[:16]

    @property
    def files(self) -> tuple[ReceivedFile, ...]:
        return tuple(ReceivedFile(m.name, m.content.sha256, m.content.size) for m in self.members)


def receive_landing(settings: Settings, database: Database, arrived: Arrival | None = None) -> list[Receipt]:
    """Receive what is new or changed in ``landing/<period>/<sender_code>/``.

    The changed files of a sender are one submission. It arrived now, unless ``arrived`` knows when: files of a time that
    is gone by. A path that belongs to no period or sender, or cannot be read,
    gives a receipt with a refusal, each time, and does not stop the others.

    Raises StorageError where the archive cannot be written.
    """
    landing = settings.workspace.landing
    with exclusive(settings.workspace.archive / ".receiving.lock"):
        with database.connect() as connection:
            seen = {row.path: row for row in connection.execute(select(LandingFile.__table__))}
        archive = Archive(settings.workspace.archive)
        changed: list[LandedFile] = []
        no_longer_kept: list[LandedFile] = []
        refused: list[RefusedPath] = []
        for entry in scan_landing(landing):
            if isinstance(entry, RefusedPath):
                refused.append(entry)
                continue
            known = seen.get(_key(landing, entry))
            if not known or (known.size, known.modified_ns) != (entry.size, entry.modified_ns):
                changed.append(entry)
            elif not archive.holds(Content(known.sha256, known.size)):
                no_longer_kept.append(entry)
        archive.remove_partial()
        with ThreadPoolExecutor(settings.workers) as pool:
            archived = list(pool.map(lambda file: _archive(archive, file.path), changed))
            # Not handed in again: what came later stays in force.
            list(pool.map(lambda file: _archive(archive, file.path), no_longer_kept))
        landed = [(file, content) for file, content in zip(changed, archived, strict=True) if content]
        refused += [
            RefusedPath(_key(landing, file), Refusal.UNREADABLE)
            for file, content in zip(changed, archived, strict=True)
            if not content
        ]
        deliveries = _deliveries(archive, landed)
        if deliveries or no_longer_kept:
            archive.sync()
        with database.begin() as connection:
            receipts = _record(connection, deliveries, arrived or _now)
            told = {(receipt.period, receipt.sender_code) for receipt in receipts if receipt.refusal}
            taken = [(f, content) for f, content in landed if (f.period.name, f.sender_code) not in told]
            _remember(connection, landing, taken)
    return receipts + refused_receipts(refused)


def receive_files(
    settings: Settings, database: Database, paths: Sequence[Path], *, sender_code: str, period: Period
) -> list[Receipt]:
    """Receive named files as one submission of one sender.

    Raises DeliveryError, and records nothing, where no path is given, one is no readable file, the period is more than a
    year away, or the sender code is impossible; StorageError where the archive cannot be written.
    """
    if not paths:
        raise DeliveryError("delivery.no_file")
    if not period.is_at_hand(today()):
        raise DeliveryError("delivery.too_early", period=period)
    archive = Archive(settings.workspace.archive)
    with exclusive(settings.workspace.archive / ".receiving.lock"):
        archive.remove_partial()
        members: list[Member] = []
        for name, path in _names(paths).items():
            # A pipe may never end.
            content = _archive(archive, path) if path.is_file() else None
            if content is None:
                raise DeliveryError("delivery.unreadable", path=path)
            members += _members(archive, name, content)
        archive.sync()
        with database.begin() as connection:
            receipts = _record(connection, [_Delivery(period, sender_code, _distinct(members))], _now)
    if receipts[0].refusal:
        raise DeliveryError("delivery.no_sender", sender=sender_code)
    return receipts


def _names(paths: Sequence[Path]) -> dict[str, Path]:
    """The names under which files are submitted: short, or from their common folder where two would be the same."""
    whole = {path.parent.resolve() / path.name: path for path in paths}
    short = {path.name: path for path in whole.values()}
    if len(short) == len(whole):
        return short
    top = os.path.commonpath([path.parent for path in whole])
    return {path.relative_to(top).as_posix(): given for path, given in whole.items()}


def _archive(archive: Archive, path: Path) -> Content | None:
    try:
        with path.open("rb") as file:
            return archive.add(file)
    except OSError:
        return None


def _members(archive: Archive, name: str, content: Content) -> list[Member]:
    is_container = name.lower().endswith(".zip")
    return unpack(archive, name, content) if is_container else [Member(name, content)]


def _distinct(members: Iterable[Member]) -> tuple[Member, ...]:
    """Each under a name of its own: a file may be called as a member of an archive beside it is."""
    distinct: dict[str, Member] = {}
    for member in members:
        name = member.name
        while name in distinct:
            name = f"~{name}"
        distinct[name] = replace(member, name=name)
    return tuple(distinct.values())


def _key(landing: Path, file: LandedFile) -> str:
    return file.path.relative_to(landing).as_posix()


def _deliveries(archive: Archive, landed: Iterable[tuple[LandedFile, Content]]) -> list[_Delivery]:
    members: dict[tuple[Period, str], list[Member]] = defaultdict(list)
    for file, content in landed:
        members[file.period, file.sender_code] += _members(archive, file.name, content)
    return [_Delivery(period, sender, _distinct(files)) for (period, sender), files in members.items()]


def _now(_period: Period, _sender_code: str) -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _record(connection: Connection, deliveries: Sequence[_Delivery], arrived: Arrival) -> list[Receipt]:
    """Write the new submissions; ids of files are given by the database."""
    catalogue = load_catalogue()
    sequence = connection.scalar(select(func.coalesce(func.max(Submission.sequence), 0))) or 0
    histories: dict[Period, Mapping[str, History]] = {}
    senders: dict[Period, Senders] = {}
    receipts: list[Receipt] = []
    submissions: list[dict[str, object]] = []
    files: list[dict[str, object]] = []
    refused: list[tuple[str, Member]] = []
    for delivery in deliveries:
        period, sender_code = delivery.period, delivery.sender_code
        if period not in histories:
            histories[period] = load_histories(connection, period.name)
            senders[period] = Senders(connection, catalogue, period.census_date)
        history = histories[period].get(sender_code, History.empty())
        province_code = history.province_code or senders[period].province_code(sender_code)
        if province_code is None:
            receipts += refused_receipts([RefusedPath(f"{period}/{sender_code}", Refusal.NOT_A_SENDER)])
            continue
        holder = history.holder(delivery.contents)
        submission_id = holder or history.new_id(delivery.content_id)
        receipts.append(
            Receipt(submission_id, period.name, sender_code, province_code, delivery.files, is_new=holder is None)
        )
        if holder:
            continue
        sequence += 1
        submissions.append(
            {
                "submission_id": submission_id,
                "sequence": sequence,
                "period": period.name,
                "sender_code": sender_code,
                "province_code": province_code,
                "received_at": arrived(period, sender_code),
            }
        )
        files += [
            {
                "submission_id": submission_id,
                "name": m.name,
                "sha256": m.content.sha256,
                "size": m.content.size,
                "status": "refused" if m.refusal else "received",
            }
            for m in delivery.members
        ]
        refused += [(submission_id, m) for m in delivery.members if m.refusal]
    if submissions:
        connection.execute(insert(Submission), submissions)
        connection.execute(insert(SubmittedFile), files)
    for submission_id, member in refused:
        _add_refusal(connection, submission_id, member)
    return receipts


def _add_refusal(connection: Connection, submission_id: str, member: Member) -> None:
    assert member.refusal
    file_id = connection.scalar(
        select(SubmittedFile.file_id).where(
            SubmittedFile.submission_id == submission_id, SubmittedFile.name == member.name
        )
    )
    assert file_id is not None
    connection.execute(insert(IntakeFinding), [member.refusal.to_row(file_id)])


def _remember(connection: Connection, landing: Path, landed: Sequence[tuple[LandedFile, Content]]) -> None:
    """Note size and time of what was taken, so that the next scan need not open it."""
    rows = [
        {"path": _key(landing, file), "size": file.size, "modified_ns": file.modified_ns, "sha256": content.sha256}
        for file, content in landed
    ]
    if rows:
        connection.execute(
            delete(LandingFile).where(LandingFile.path == bindparam("seen")), [{"seen": r["path"]} for r in rows]
        )
        connection.execute(insert(LandingFile), rows)


def refused_receipts(refused: Iterable[RefusedPath]) -> list[Receipt]:
    """What is told of paths that belong to no submission."""
    receipts = []
    for entry in refused:
        period, _, below = entry.path.partition("/")
        sender_code = below.partition("/")[0]
        files = (ReceivedFile(entry.path, "", 0),)
        receipts.append(Receipt("", period, sender_code, "", files, is_new=False, refusal=entry.refusal))
    return receipts
