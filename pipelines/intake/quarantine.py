"""Files that ended their reader: kept from every other reader, and listed with the reason for who looks after them."""

import json
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import StorageError
from pipelines.intake.findings import Finding
from pipelines.intake.protocol import FileToRead


@dataclass(frozen=True, slots=True)
class Quarantine:
    """One note a file, ``<sha256>.json``; its bytes stay in the archive. Without the note the file is tried again."""

    root: Path

    def add(self, file: FileToRead, finding: Finding, death: str) -> None:
        """``death``: of what the reader died. Raises StorageError where the note cannot be written."""
        note = {
            "file": file.name,
            "sender_code": file.sender,
            "archived": file.path,
            "reader_died_of": death,
            "rule_id": finding.rule_id,
            "parameters": {name: value for name, value in finding.parameters.items() if name != "file"},
        }
        path = self._note(file)
        partial = path.with_suffix(".partial")
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            partial.write_text(json.dumps(note, ensure_ascii=False, indent=2), encoding="utf-8")
            partial.replace(path)
        except OSError as error:
            raise StorageError("storage.staging", path=path, error=error.strerror) from error

    def noted(self, file: FileToRead) -> tuple[Finding, str] | None:
        """What was found when the same bytes ended a reader, and of what that died; None if they never did."""
        path = self._note(file)
        if not path.exists():
            return None
        note = json.loads(path.read_text(encoding="utf-8"))
        return Finding(note["rule_id"], {"file": file.name, **note["parameters"]}), note["reader_died_of"]

    def death(self, sha256: str) -> str:
        """Of what a reader died that had the file of these bytes open; empty if none did."""
        path = self.root / f"{sha256}.json"
        return str(json.loads(path.read_text(encoding="utf-8"))["reader_died_of"]) if path.exists() else ""

    def _note(self, file: FileToRead) -> Path:
        return self.root / f"{Path(file.path).name}.json"
