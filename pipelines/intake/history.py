"""What a sender handed in before for a period, and whether it is still in force."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from sqlalchemy import Connection, select

from pipelines.state.models import Sheet, Submission, SubmittedFile


@dataclass(slots=True)
class EarlierFile:
    sha256: str
    is_read: bool
    datasets: frozenset[str]


@dataclass(slots=True)
class Earlier:
    """One earlier submission; ``files`` by name."""

    submission_id: str
    files: dict[str, EarlierFile]

    def may_replace(self, file: EarlierFile) -> bool:
        """Whether this submission, coming later, replaces what ``file`` brought. What is unread may hold anything."""
        if not file.is_read or not all(own.is_read for own in self.files.values()):
            return True
        return any(file.datasets & own.datasets for own in self.files.values())


@dataclass(frozen=True, slots=True)
class History:
    """The earlier submissions of one sender for one period, in order of arrival."""

    province_code: str | None
    earlier: tuple[Earlier, ...]

    @classmethod
    def empty(cls) -> Self:
        return cls(None, ())

    def holder(self, contents: Mapping[str, str]) -> str | None:
        """The latest submission that holds some of ``contents`` (name → SHA-256), if all of them are in force."""
        holders = [self._holder(name, sha256) for name, sha256 in contents.items()]
        if None in holders:
            return None
        return self.earlier[max(h for h in holders if h is not None)].submission_id

    def _holder(self, name: str, sha256: str) -> int | None:
        for position in reversed(range(len(self.earlier))):
            file = self.earlier[position].files.get(name)
            if file:
                in_force = not any(later.may_replace(file) for later in self.earlier[position + 1 :])
                return position if file.sha256 == sha256 and in_force else None
        return None

    def new_id(self, content_id: str) -> str:
        """``content_id``, numbered where the same content was handed in before and replaced since."""
        repeats = sum(e.submission_id.partition("-")[0] == content_id for e in self.earlier)
        return f"{content_id}-{repeats + 1}" if repeats else content_id


def load_histories(connection: Connection, period: str) -> Mapping[str, History]:
    """The history of every sender of a period, by sender code."""
    datasets: dict[int, set[str]] = defaultdict(set)
    sheets = (
        select(Sheet.file_id, Sheet.dataset)
        .join(SubmittedFile, SubmittedFile.file_id == Sheet.file_id)
        .join(Submission, Submission.submission_id == SubmittedFile.submission_id)
        .where(Submission.period == period)
    )
    for file_id, dataset in connection.execute(sheets):
        datasets[file_id].add(dataset)
    files = (
        select(
            Submission.sender_code,
            Submission.province_code,
            Submission.submission_id,
            SubmittedFile.file_id,
            SubmittedFile.name,
            SubmittedFile.sha256,
            SubmittedFile.status,
        )
        .join(SubmittedFile, SubmittedFile.submission_id == Submission.submission_id)
        .where(Submission.period == period)
        .order_by(Submission.sequence)
    )
    provinces: dict[str, str] = {}
    earlier: dict[str, dict[str, Earlier]] = defaultdict(dict)
    for row in connection.execute(files):
        provinces[row.sender_code] = row.province_code
        submission = earlier[row.sender_code].setdefault(row.submission_id, Earlier(row.submission_id, {}))
        submission.files[row.name] = EarlierFile(row.sha256, row.status != "received", frozenset(datasets[row.file_id]))
    return {sender: History(provinces[sender], tuple(found.values())) for sender, found in earlier.items()}
