"""The batch channel: files out, files in, each with a signed manifest that counts it (docs/population_register.md)."""

import hashlib
import hmac
import json
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc

from pipelines.errors import VerificationError
from pipelines.verification.channel import ANSWER, CHECKED_ON, REQUEST, Batch, Reply

FORMAT = "csdl-population-register/1"
REQUESTS, ANSWERS, SIGNATURE = ".requests.json", ".answers.json", ".sig"
_TAKEN = "taken"


def signature(content: bytes, secret: bytes) -> str:
    """HMAC-SHA256 in hexadecimal."""
    return hmac.new(secret, content, hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Delivery:
    """A signed file of answers that lies in the inbox."""

    manifest: Path
    data: Path
    batch_id: str
    rows: int
    sha256: str
    answered_on: str

    def read(self) -> pa.Table:
        """The answers (ANSWER); raises VerificationError where the file is not what its manifest says."""
        try:
            is_sound = self.data.exists() and _sha256(self.data) == self.sha256
        except OSError:  # a folder, or no name that a file can have
            is_sound = False
        if not is_sound:
            raise VerificationError("verification.damaged", path=self.manifest)
        answers = self._parse()
        if answers is None:
            raise VerificationError("verification.no_answers", path=self.data)
        if answers.num_rows != self.rows:
            raise VerificationError("verification.damaged", path=self.manifest)
        return answers

    def _parse(self) -> pa.Table | None:
        """None where it is no table of answers: errors of the parser quote cells, and must not be in the context of ours."""
        options = pc.ConvertOptions(
            column_types=ANSWER, include_columns=ANSWER.names, null_values=[""], strings_can_be_null=True
        )
        try:
            return pc.read_csv(self.data, convert_options=options)
        except (pa.ArrowInvalid, pa.ArrowKeyError):
            return None

    def forget(self) -> None:
        """Delete the data, which are personal, and keep the manifest as a receipt."""
        self.data.unlink(missing_ok=True)
        taken = self.manifest.parent / _TAKEN
        taken.mkdir(exist_ok=True)
        for path in (self.manifest, _signature_of(self.manifest)):
            path.replace(taken / path.name)


@dataclass
class FileExchange:
    """Writes batches into ``outbox`` and takes answers to open batches from ``inbox``; None: does not.

    What lies in the inbox and cannot be taken, such as answers from after ``today``, stays there; ``refused`` says why.
    """

    outbox: Path | None
    inbox: Path | None
    secret: bytes
    open_batches: Collection[str]
    today: date
    name: str = "batch"
    # A province is some ten files: what is held in memory at once is one.
    capacity: int = 100_000
    refused: list[VerificationError] = field(init=False, default_factory=list)
    _deliveries: dict[str, list[Delivery]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for manifest in sorted(self.inbox.glob(f"*{ANSWERS}")) if self.inbox else ():
            try:
                delivery = self._delivery(manifest)
                self._deliveries.setdefault(delivery.batch_id, []).append(delivery)
            except VerificationError as error:
                self.refused.append(error)
            except OSError:
                self.refused.append(VerificationError("delivery.unreadable", path=manifest))

    def has_news(self, batch_id: str) -> bool:
        return batch_id in self._deliveries

    def exchange(self, batches: Iterator[Batch]) -> Iterator[Reply]:
        for batch in batches:
            if self.outbox and not batch.is_sent:
                self._write(self.outbox, batch)
                yield Reply(batch.batch_id, "sent")
            deliveries = self._deliveries.pop(batch.batch_id, [])
            if deliveries:
                yield from self._answers(batch, deliveries)

    def _answers(self, batch: Batch, deliveries: list[Delivery]) -> Iterator[Reply]:
        """One reply for all files, so that answers that contradict each other meet."""
        sound, tables = [], []
        for delivery in deliveries:
            try:
                tables.append(delivery.read().append_column(CHECKED_ON, pa.repeat(delivery.answered_on, delivery.rows)))
                sound.append(delivery)
            except VerificationError as error:
                yield Reply(batch.batch_id, "failed", why=error)
        if tables:
            forget = partial(_forget, sound)
            yield Reply(batch.batch_id, "answered", pa.concat_tables(tables), forget=forget)

    def _write(self, outbox: Path, batch: Batch) -> None:
        """Write the data, its manifest and last the signature: what has no signature is not complete."""
        outbox.mkdir(parents=True, exist_ok=True)
        manifest = outbox / f"{batch.batch_id}{REQUESTS}"
        data = manifest.with_suffix(".csv")
        requests = batch.read().select(REQUEST.names)
        with os.fdopen(os.open(data, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            pc.write_csv(requests, file, pc.WriteOptions(quoting_style="needed"))
        said = {
            "format": FORMAT,
            "batch_id": batch.batch_id,
            "file": data.name,
            "rows": requests.num_rows,
            "sha256": _sha256(data),
            "made_on": batch.made_on,
        }
        content = (json.dumps(said, indent=1) + "\n").encode()
        manifest.write_bytes(content)
        _signature_of(manifest).write_text(signature(content, self.secret) + "\n", encoding="ascii")

    def _delivery(self, manifest: Path) -> Delivery:
        content = manifest.read_bytes()
        path = _signature_of(manifest)
        given = path.read_text(encoding="ascii", errors="replace").strip() if path.exists() else ""
        if not hmac.compare_digest(given.encode(), signature(content, self.secret).encode()):
            raise VerificationError("verification.unsigned", path=manifest)
        try:
            said = json.loads(content)
            name = str(said["file"])
            answered_on = date.fromisoformat(said["answered_on"])
            if said["format"] != FORMAT or Path(name).name != name or answered_on > self.today:
                raise VerificationError("verification.no_manifest", path=manifest)
            delivery = Delivery(
                manifest=manifest,
                data=manifest.with_name(name),
                batch_id=str(said["batch_id"]),
                rows=int(said["rows"]),
                sha256=str(said["sha256"]),
                answered_on=answered_on.isoformat(),
            )
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            raise VerificationError("verification.no_manifest", path=manifest) from None
        if delivery.batch_id not in self.open_batches:
            raise VerificationError("verification.unknown_batch", path=manifest, batch=delivery.batch_id)
        return delivery


def _forget(deliveries: list[Delivery]) -> None:
    for delivery in deliveries:
        delivery.forget()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _signature_of(manifest: Path) -> Path:
    return manifest.with_name(manifest.name + SIGNATURE)
