"""What the supervisor and the reader process say to each other: one JSON object a line.

The supervisor sends a ``Configuration``, then ``Batch`` after ``Batch``. The process answers the id of each file before
it opens it, and a ``BatchResult`` when all rows of the batch are in place. It dies of what it cannot survive; how many
ids it gave tells at which file.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

from pipelines.intake.findings import Finding
from pipelines.intake.headers import DatasetHeaders
from pipelines.intake.mapped_columns import Decision
from pipelines.intake.template_mark import TemplateVersions

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
    decisions: Sequence[Decision] = ()
    templates: TemplateVersions | None = None

    def to_json(self) -> str:
        return _json(self)

    @classmethod
    def from_json(cls, line: str) -> Self:
        values = json.loads(line)
        datasets = {name: DatasetHeaders.from_json(headers) for name, headers in values.pop("datasets").items()}
        decisions = [Decision(**decision) for decision in values.pop("decisions")]
        versions = values.pop("templates")
        templates = TemplateVersions(**versions) if versions else None
        return cls(datasets=datasets, decisions=decisions, templates=templates, **values)


@dataclass(frozen=True, slots=True)
class FileToRead:
    """``reading`` counts how often the file was to be read, from 1; ``size`` in bytes, None where nobody recorded it."""

    file_id: int
    name: str
    path: str
    sender: str = ""
    reading: int = 1
    size: int | None = None


def part_name(files: Sequence[FileToRead]) -> str:
    """The name of the staging file that holds the rows of ``files``; another one whenever a file is read again."""
    readings = zlib.crc32(repr([(file.file_id, file.reading) for file in files if file.reading > 1]).encode())
    name = f"{files[0].file_id}-{files[-1].file_id}"
    return name if all(file.reading == 1 for file in files) else f"{name}-{readings:08x}"


@dataclass(frozen=True, slots=True)
class Batch:
    """Files whose rows go into ``<folder of the dataset>/<name>.parquet``; ``folders`` by dataset.

    ``explains``: the answer shall also say why each table was read as it was, and which sheets were passed over.
    """

    name: str
    folders: Mapping[str, str]
    files: Sequence[FileToRead]
    explains: bool = False

    def to_json(self) -> str:
        return _json(self)

    @classmethod
    def from_json(cls, line: str) -> Self:
        values = json.loads(line)
        files = [FileToRead(**file) for file in values["files"]]
        return cls(values["name"], values["folders"], files, values["explains"])


@dataclass(frozen=True, slots=True)
class Proposal:
    """A field that a header may stand for; ``is_used``: it can mean nothing else, so the column was read as it."""

    header: str
    field: str
    score: float
    is_used: bool


@dataclass(frozen=True, slots=True)
class SheetResult:
    """A row of table ``sheet``; ``columns`` and ``signature`` are what table ``layout`` keeps.

    A sheet with several tables gives one for each; ``explanation`` is there if the batch asked for it.
    """

    sheet_id: int
    name: str
    dataset: str
    columns: str
    signature: str
    header_row: int
    rows_read: int
    rows_ignored: int
    proposals: Sequence[Proposal] = ()
    findings: Sequence[Finding] = ()
    explanation: Mapping[str, Any] | None = None


def _sheet(proposals: Sequence[Mapping[str, Any]], findings: Sequence[Mapping[str, Any]], **values: Any) -> SheetResult:
    return SheetResult(
        proposals=[Proposal(**proposal) for proposal in proposals],
        findings=[Finding(**finding) for finding in findings],
        **values,
    )


@dataclass(frozen=True, slots=True)
class FileResult:
    """A file without sheets is refused; its findings say why. ``death``: of what its reader died, if it did.

    ``findings`` are those that lie in none of the sheets; ``passed_over`` are names of sheets and why they were.
    """

    file_id: int
    sheets: Sequence[SheetResult]
    findings: Sequence[Finding]
    death: str = ""
    passed_over: Sequence[tuple[str, str]] = ()


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
                [_sheet(**sheet) for sheet in file["sheets"]],
                [Finding(**finding) for finding in file["findings"]],
                file["death"],
                [(sheet, why) for sheet, why in file["passed_over"]],
            )
            for file in values["files"]
        ]
        return cls(values["part"], files)
