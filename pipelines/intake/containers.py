"""ZIP archives of files: looked at before anything is unpacked, and unpacked within bounds."""

import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipelines.intake.archive import Archive, Content
from pipelines.intake.findings import Finding
from pipelines.intake.limits import ARCHIVE_ENTRIES, FILE_SIZE, MIB, excess_of, is_encrypted
from pipelines.intake.package import DAMAGE


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a submission. Where it is refused, ``content`` is that of the archive it lies in."""

    name: str
    content: Content
    refusal: Finding | None = None


def unpack(archive: Archive, name: str, content: Content) -> list[Member]:
    """The members of an archived ZIP file, each archived by itself; a refused archive is a single member.

    Members are named ``archive.zip!folder/file.xlsx``. Their kinds are judged when they are read.
    """
    try:
        with archive.path(content.sha256).open("rb") as file, zipfile.ZipFile(file) as package:
            entries = [e for e in package.infolist() if not e.is_dir() and not e.filename.startswith("__MACOSX/")]
            refusal = _inspect(name, entries)
            if refusal:
                return [Member(name, content, refusal)]
            return list(_members(archive, name, content, package, entries))
    except DAMAGE:
        return [Member(name, content, Finding("FIL002", {"file": name}))]


def _inspect(name: str, entries: list[zipfile.ZipInfo]) -> Finding | None:
    counts = Counter(_display_name(e) for e in entries)
    outside = [n for n in counts if n.startswith(("/", "\\")) or ".." in PurePosixPath(n.replace("\\", "/")).parts]
    repeated = [n for n, count in counts.items() if count > 1]
    if not entries or len(entries) > ARCHIVE_ENTRIES:
        return Finding("FIL001", {"file": name, "found": f"zip: {len(entries)} / {ARCHIVE_ENTRIES}"})
    if outside or repeated:
        return Finding("FIL001", {"file": name, "found": f"zip: {(outside + repeated)[0]}"})
    if excess := excess_of(entries):
        found, limit = excess
        return Finding("FIL006", {"file": name, "found": found, "limit": limit})
    return None


def _members(
    archive: Archive, name: str, content: Content, package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]
) -> Iterator[Member]:
    for entry in entries:
        member = f"{name}!{_display_name(entry)}"
        if is_encrypted(entry):
            yield Member(member, content, Finding("FIL003", {"file": member}))
        elif entry.file_size > FILE_SIZE:
            found = f"{entry.file_size // MIB} MB"
            yield Member(
                member, content, Finding("FIL006", {"file": member, "found": found, "limit": f"{FILE_SIZE // MIB} MB"})
            )
        else:
            try:
                # The reader stops at the size announced, and fails if the bytes do not fit their checksum.
                with package.open(entry) as file:
                    yield Member(member, archive.add(file))
            except DAMAGE:
                yield Member(member, content, Finding("FIL002", {"file": member}))


def _display_name(entry: zipfile.ZipInfo) -> str:
    """The name as its packer meant it: UTF-8 where the bytes are, CP437 otherwise (zipfile's reading)."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename
