"""What the supervisor and the reader process say to each other: one JSON object a line.

The supervisor sends a ``Configuration``, then ``Batch`` after ``Batch``. The process answers the id of each file before
it opens it, and a ``BatchResult`` when all rows of the batch are in place. It dies of what it cannot survive; how many
ids it gave tells at which file.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

from pipelines.intake.findings import Finding
from pipelines.intake.headers import DatasetHeaders

# Exit codes of the reader process.
OUT_OF_MEMORY = 81
STORAGE_FAILED = 82

# A sheet's id is known before anything is recorded, and the same on every reading.
SHEET_IDS_PER_FILE = 1024
# As macro row_place has it.
ROW_IDS_PER_SHEET = 1 << 21


def _json(message: Any) -> str:
    """A message as one line; ``asdict`` would copy all of it first."""
    return json.dumps(
        message, ensure_ascii=False, default=lambda part: {f.name: getattr(part, f.name) for f in fields(part)}
    )


@dataclass(frozen=True, slots=True)
class Configuration:
    """``memory`` in MiB for the process, ``timeout`` in seconds a file; ``footers`` are pairs of kind and pattern."""

    memory: int
    timeout: float
    datasets: Mapping[str, DatasetHeaders]
    footers: Sequence[tuple[str, str]]

    def to_json(self) -> str:
        return _json(self)

    @classmethod
    def from_json(cls, line: str) -> Self:
        values = json.loads(line)
        datasets = {name: DatasetHeaders(**headers) for name, headers in values.pop("datasets").items()}
        return cls(datasets=datasets, **values)


@dataclass(frozen=True, slots=True)
class FileToRead:
    file_id: int
    name: str
    path: str


def part_name(files: Sequence[FileToRead]) -> str:
    """The name of the staging file that holds the rows of ``files``."""
    return f"{files[0].file_id}-{files[-1].file_id}"


@dataclass(frozen=True, slots=True)
class Batch:
    """Files whose rows go into ``<folder of the dataset>/<name>.parquet``; ``folders`` by dataset."""

    name: str
    folders: Mapping[str, str]
    files: Sequence[FileToRead]

    def to_json(self) -> str:
        return _json(self)

    @classmethod
    def from_json(cls, line: str) -> Self:
        values = json.loads(line)
        return cls(values["name"], values["folders"], [FileToRead(**file) for file in values["files"]])


@dataclass(frozen=True, slots=True)
class SheetResult:
    """A row of table ``sheet``; ``columns`` is the JSON that table ``layout`` keeps."""

    sheet_id: int
    name: str
    dataset: str
    columns: str
    header_row: int
    rows_read: int
    rows_ignored: int


@dataclass(frozen=True, slots=True)
class FileResult:
    """A file without sheets is refused; its findings say why."""

    file_id: int
    sheets: Sequence[SheetResult]
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class BatchResult:
    part: str
    files: Sequence[FileResult]

    def to_json(self) -> str:
        return _json(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        files = [
            FileResult(
                file["file_id"],
                [SheetResult(**sheet) for sheet in file["sheets"]],
                [Finding(**finding) for finding in file["findings"]],
            )
            for file in values["files"]
        ]
        return cls(values["part"], files)
