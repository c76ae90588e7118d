"""ZIP archives of files: looked at before anything is unpacked, and unpacked within bounds."""

import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from pipelines.intake.archive import Archive, Content
from pipelines.intake.findings import Finding
from pipelines.intake.landing import is_left_behind
from pipelines.intake.legacy.encodings import as_windows_1252, encodings
from pipelines.intake.legacy.evidence import foreign_words, gained
from pipelines.intake.limits import ARCHIVE_ENTRIES, FILE_SIZE, MIB, excess_of, is_encrypted
from pipelines.intake.package import DAMAGE

# The bit of an entry that says its name is UTF-8.
_IS_UTF8 = 0x800
_CERTAIN = 0.8


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
            entries = [entry for entry in package.infolist() if _is_member(entry)]
            names = _display_names(entries)
            refusal = _inspect(name, names, entries)
            if refusal:
                return [Member(name, content, refusal)]
            return list(_members(archive, content, package, [f"{name}!{n}" for n in names], entries))
    except DAMAGE:
        return [Member(name, content, Finding("FIL002", {"file": name}))]


def _is_member(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    return not entry.is_dir() and path.parts[:1] != ("__MACOSX",) and not is_left_behind(path.name)


def _inspect(name: str, names: Sequence[str], entries: Sequence[zipfile.ZipInfo]) -> Finding | None:
    counts = Counter(names)
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
    archive: Archive,
    content: Content,
    package: zipfile.ZipFile,
    names: Sequence[str],
    entries: Sequence[zipfile.ZipInfo],
) -> Iterator[Member]:
    for member, entry in zip(names, entries, strict=True):
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


def _display_names(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names as their packer meant them: UTF-8 where marked or where the bytes are, else a code page.

    Old packers of Vietnamese Windows wrote Windows-1258, others CP437 (zipfile's reading): the words decide.
    """
    unmarked = {entry: _utf8_or_windows(entry) for entry in entries if not entry.flag_bits & _IS_UTF8}
    words = foreign_words(name for name, is_utf8 in unmarked.values() if not is_utf8)
    encoding = max(encodings(), key=partial(gained, words))
    is_certain = gained(words, encoding) >= _CERTAIN * len(words) > 0
    names = {}
    for entry, (name, is_utf8) in unmarked.items():
        if is_utf8:
            names[entry] = name
        elif is_certain:
            names[entry] = encoding.decode(name)
    return [names.get(entry, entry.filename) for entry in entries]


def _utf8_or_windows(entry: zipfile.ZipInfo) -> tuple[str, bool]:
    content = entry.filename.encode("cp437")
    try:
        return content.decode("utf-8"), True
    except UnicodeDecodeError:
        return as_windows_1252(content), False
