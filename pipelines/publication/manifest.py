"""The manifest of a release: what is in it, what it was made from, and the hashes by which both can be checked."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pipelines.engine import Engine
from pipelines.errors import ReleaseError
from pipelines.publication.versions import Versions

_NAME = "manifest.json"
INPUTS = "inputs.csv"


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of the release; ``rows`` without the header, ``size`` in bytes (None in older manifests)."""

    rows: int
    sha256: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one release holds.

    ``content_sha256`` is made from marts, inputs and versions: the same content has the same hash on any day, anywhere.
    ``inputs`` lists the files that were in force; ``findings`` counts them by rule; ``remarks`` are what the audit
    found worth a look; ``corrected_cells`` are those that officers corrected in place of schools, ``waivers`` the
    rules that were waived in its periods, for whom, why and how long. What has a default is
    absent from older manifests.
    """

    release_id: str
    content_sha256: str
    schema_version: str
    code_version: str
    periods: list[str]
    inputs: WrittenFile
    marts: dict[str, WrittenFile]
    restricted: dict[str, WrittenFile]
    findings: dict[str, int]
    remarks: list[str]
    corrected_cells: int = 0
    waivers: list[dict[str, str]] = field(default_factory=list)


def hash_tables(folder: Path, rows: Mapping[str, int]) -> dict[str, WrittenFile]:
    """The Parquet files of the tables in ``rows``, with their hashes."""
    return {table: _written(folder / f"{table}.parquet", count) for table, count in rows.items()}


def hash_inputs(release: Path, rows: int) -> WrittenFile:
    return _written(release / INPUTS, rows)


def _written(path: Path, rows: int) -> WrittenFile:
    return WrittenFile(rows, _sha256(path), path.stat().st_size)


def content_of(
    versions: Versions, inputs: WrittenFile, marts: Mapping[str, WrittenFile], waivers: Sequence[Mapping[str, str]] = ()
) -> str:
    """The hash of a release's content. Encrypted files are left out: they differ each time they are written."""
    parts = [versions.schema, versions.code, inputs.sha256, *(f"{name} {file.sha256}" for name, file in marts.items())]
    parts += [json.dumps(waiver, sort_keys=True) for waiver in waivers]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def count_findings(engine: Engine) -> dict[str, int]:
    """Rule → findings, from ``fact_finding``."""
    rows = engine.rows("SELECT rule_id, count(*) FROM fact_finding GROUP BY rule_id ORDER BY rule_id")
    return {str(rule): int(str(count)) for rule, count in rows}


def write_manifest(release: Path, manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (release / _NAME).write_text(text + "\n", encoding="utf-8")


def read_manifest(release: Path) -> Manifest:
    """The manifest of a published release; raises ReleaseError where it is absent or unreadable."""
    try:
        said = json.loads((release / _NAME).read_text(encoding="utf-8"))
        for group in ("marts", "restricted"):
            said[group] = {table: WrittenFile(**file) for table, file in said[group].items()}
        return Manifest(**(said | {"inputs": WrittenFile(**said["inputs"])}))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReleaseError("release.unreadable", release=release.name, error=error) from error


def damaged_files(release: Path, *, by_content: bool = False) -> list[str]:
    """Files of a release that are absent or not as its manifest says: by their sizes, or by what they hold."""
    manifest = read_manifest(release)
    files = {INPUTS: manifest.inputs}
    for folder, tables in (("marts", manifest.marts), ("restricted", manifest.restricted)):
        files |= {f"{folder}/{table}.parquet": file for table, file in tables.items()}
    return [name for name, file in files.items() if not _is_as_written(release / name, file, by_content)]


def _is_as_written(path: Path, file: WrittenFile, by_content: bool) -> bool:
    if not path.exists() or file.size not in (None, path.stat().st_size):
        return False
    return not by_content or _sha256(path) == file.sha256


def manifest_sha256(release: Path) -> str:
    return _sha256(release / _NAME)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
