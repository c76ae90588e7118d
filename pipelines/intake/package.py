"""A look at a file before it is opened: what it is, and whether it is safe to read (rules FIL001 to FIL006)."""

import codecs
import io
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Literal
from xml.etree import ElementTree

from isal import igzip_lib

from pipelines.intake.findings import Finding
from pipelines.intake.formats.sheet import RefusedFileError
from pipelines.intake.limits import FILE_SIZE, MIB, excess_of, is_encrypted

Kind = Literal["ooxml", "ods", "xls", "text"]

_WORKBOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
_MACRO_SUFFIXES = frozenset({".xlsm", ".xltm", ".xlam"})
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LINKS = ("xl/externalLinks/", "xl/embeddings/", "xl/connections.xml")
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
    """A file that may be opened. ``queries`` are findings that do not keep it out."""

    kind: Kind
    content: bytes
    queries: tuple[Finding, ...] = ()
    archive: zipfile.ZipFile | None = None


def inspect(name: str, content: bytes) -> Package:
    """Decide by its content what a file is; a file beyond FILE_SIZE need not be given whole.

    Raises RefusedFileError (FIL001, FIL002, FIL003, FIL006).
    """
    suffix = PurePosixPath(name.lower()).suffix
    if suffix not in _WORKBOOK_SUFFIXES | _TEXT_SUFFIXES:
        raise RefusedFileError("FIL001", found=suffix or "?")
    if len(content) > FILE_SIZE:
        raise RefusedFileError("FIL006", found=f"> {FILE_SIZE // MIB} MB", limit=f"{FILE_SIZE // MIB} MB")
    if content.startswith(_ZIP):
        package = _inspect_zip(content)
    elif content.startswith(_OLE):
        package = _inspect_ole(content)
    elif suffix in _WORKBOOK_SUFFIXES:
        raise RefusedFileError("FIL001", found=_describe(content)) if content else RefusedFileError("FIL002")
    elif _looks_binary(content):
        raise RefusedFileError("FIL001", found=_describe(content))
    else:
        package = Package("text", content)
    if suffix in _MACRO_SUFFIXES and not any(q.rule_id == "FIL004" for q in package.queries):
        package = replace(package, queries=(*package.queries, Finding("FIL004")))
    return package


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
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise RefusedFileError("FIL003")
        return Package("ods", content, archive=archive)
    raise RefusedFileError("FIL001", found="zip")


def _inspect_ole(content: bytes) -> Package:
    if "EncryptedPackage".encode("utf-16-le") in content or _has_filepass(content):
        raise RefusedFileError("FIL003")
    has_macros = "_VBA_PROJECT".encode("utf-16-le") in content
    return Package("xls", content, (Finding("FIL004"),) if has_macros else ())


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


def _looks_binary(content: bytes) -> bool:
    """Text has no NUL bytes, except in UTF-16, which is told by its byte order mark."""
    sample = content[:4096]
    return b"\0" in sample and not sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _describe(content: bytes) -> str:
    """What stands at the beginning of a file of a foreign type."""
    start = content[:512].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start or b"<table" in start:
        return "HTML"
    return "XML" if start.startswith(b"<?xml") else content[:8].hex(" ")
