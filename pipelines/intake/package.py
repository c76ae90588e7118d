"""A look at a file before it is opened: what it is, and whether it is safe to read (rules FIL001 to FIL006)."""

import io
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Literal
from xml.etree import ElementTree

from isal import igzip_lib

from pipelines.intake.decryption import decrypted
from pipelines.intake.findings import Finding
from pipelines.intake.formats.sheet import RefusedFileError
from pipelines.intake.formats.unicode import is_binary
from pipelines.intake.limits import FILE_SIZE, MIB, excess_of, is_encrypted

Kind = Literal["ooxml", "ods", "xls", "text"]

_KINDS: dict[str, Kind] = {
    ".xlsx": "ooxml",
    ".xlsm": "ooxml",
    ".xlsb": "ooxml",
    ".xls": "xls",
    ".ods": "ods",
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
}
# How a file of each kind is usually named.
_EXTENSIONS: dict[Kind, str] = {"ooxml": ".xlsx", "xls": ".xls", "ods": ".ods", "text": ".csv"}
_MACRO_SUFFIXES = frozenset({".xlsm", ".xltm", ".xlam"})
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LINKS = ("xl/externalLinks/", "xl/embeddings/", "xl/connections.xml")
# What lies in the same container as an .xls workbook.
_FOREIGN_STREAMS = {"WordDocument": "Word", "PowerPoint Document": "PowerPoint"}
# What people rename to have it accepted, by its first bytes.
_FOREIGN = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x09\x00\x04\x00": "Excel 2",
    b"\x09\x02\x06\x00": "Excel 3",
    b"\x09\x04\x06\x00": "Excel 4",
    b"\x09\x08": "BIFF",
}
_BIFF8_BOF = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FILEPASS = 0x2F
# What unpacking and parsing raise when the bytes are not what the directory of a package says.
# (isal's stubs take its error class for an instance)
DAMAGE: tuple[type[Exception], ...] = (  # type: ignore[assignment]
    zipfile.BadZipFile,
    zlib.error,
    igzip_lib.IsalError,
    ElementTree.ParseError,
    NotImplementedError,
    EOFError,
    KeyError,
    OSError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Package:
    """A file that may be opened, ``content`` without encryption. ``queries`` are findings that do not keep it out."""

    kind: Kind
    content: bytes
    queries: tuple[Finding, ...] = ()
    archive: zipfile.ZipFile | None = None


def inspect(name: str, content: bytes) -> Package:
    """Decide by its content what a file is; a file beyond FILE_SIZE need not be given whole.

    Raises RefusedFileError (FIL001, FIL002, FIL003, FIL006).
    """
    suffix = PurePosixPath(name.lower()).suffix
    expected = _KINDS.get(suffix)
    if not expected:
        raise RefusedFileError("FIL001", found=suffix or "?")
    if len(content) > FILE_SIZE:
        raise RefusedFileError("FIL006", found=f"> {FILE_SIZE // MIB} MB", limit=f"{FILE_SIZE // MIB} MB")
    if content.startswith(_ZIP):
        package = _inspect_zip(content)
    elif content.startswith(_OLE):
        package = _inspect_ole(content)
    elif not content and expected != "text":
        raise RefusedFileError("FIL002")
    elif expected != "text" or _foreign_type(content) or is_binary(content):
        raise RefusedFileError("FIL001", found=_foreign_type(content) or _beginning(content))
    else:
        package = Package("text", content)
    queries = list(package.queries)
    if suffix in _MACRO_SUFFIXES and not any(q.rule_id == "FIL004" for q in queries):
        queries.append(Finding("FIL004"))
    if package.kind != expected:
        queries.append(Finding("FIL025", {"found": _EXTENSIONS[package.kind], "expected": suffix}))
    return replace(package, queries=tuple(queries))


def _inspect_zip(content: bytes) -> Package:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGE as error:
        raise RefusedFileError("FIL002") from error
    entries = archive.infolist()
    if any(map(is_encrypted, entries)):
        raise RefusedFileError("FIL003")
    if excess := excess_of(entries):
        found, limit = excess
        raise RefusedFileError("FIL006", found=found, limit=limit)
    # Some writers separate folders by backslashes, or use none.
    names = [name.replace("\\", "/") for name in archive.namelist()]
    if any(name.rpartition("/")[2].startswith("workbook.") for name in names):
        queries = [Finding("FIL004")] if any(n.endswith("vbaProject.bin") for n in names) else []
        links = sum(n.startswith(_LINKS) for n in names)
        queries += [Finding("FIL005", {"n": links})] if links else []
        return Package("ooxml", content, tuple(queries), archive)
    if "content.xml" in names and "mimetype" in names:
        try:
            manifest = archive.read("META-INF/manifest.xml")
        except DAMAGE as error:
            raise RefusedFileError("FIL002") from error
        if b"encryption-data" in manifest:
            raise RefusedFileError("FIL003")
        return Package("ods", content, archive=archive)
    raise RefusedFileError("FIL001", found="zip")


def _inspect_ole(content: bytes) -> Package:
    for stream, found in _FOREIGN_STREAMS.items():
        if stream.encode("utf-16-le") in content:
            raise RefusedFileError("FIL001", found=found)
    if _is_encrypted_workbook(content):
        plain = decrypted(content)
        if plain is None or _is_encrypted_workbook(plain):
            raise RefusedFileError("FIL003")
        return _inspect_zip(plain) if plain.startswith(_ZIP) else _inspect_ole(plain)
    has_macros = "_VBA_PROJECT".encode("utf-16-le") in content
    return Package("xls", content, (Finding("FIL004"),) if has_macros else ())


def _is_encrypted_workbook(content: bytes) -> bool:
    return "EncryptedPackage".encode("utf-16-le") in content or _has_filepass(content)


def _has_filepass(content: bytes) -> bool:
    """Whether an .xls workbook says, among its first records, that the rest is encrypted."""
    position = content.find(_BIFF8_BOF)
    for _ in range(8):
        if position < 0 or position + 4 > len(content):
            return False
        record = int.from_bytes(content[position : position + 2], "little")
        if record == _FILEPASS:
            return True
        position += 4 + int.from_bytes(content[position + 2 : position + 4], "little")
    return False


def _foreign_type(content: bytes) -> str:
    """The type of a file that is none of ours, by what stands at its beginning; empty where it says nothing."""
    start = content[:512].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table")) or b"<html" in start or b"<table" in start:
        return "HTML"
    if start.startswith(b"<?xml"):
        return "XML"
    return next((name for signature, name in _FOREIGN.items() if content.startswith(signature)), "")


def _beginning(content: bytes) -> str:
    return content[:8].hex(" ") if is_binary(content) else "text"
