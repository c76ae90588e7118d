"""What can be wrong with a file as a whole, as a table. All of it happens to the list of rooms, on which nothing else depends."""

import struct
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from pipelines.generation.blunders.making import Blunder
from pipelines.generation.mistakes.planting import Mistake
from pipelines.generation.papers import Alteration, Papers
from pipelines.generation.schools import School
from pipelines.generation.styles import Style
from schemas.templates import TEMPLATE_MARK, template_versions

_LIST = "facility"
# Entries of archives made here bear the time of no clock.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
# More than 200 times as large as it is packed, and above 10 MB (FIL006).
_BOMB = b"\0" * (11 << 20)
_LINK = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
_PROPERTIES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{name}">'
    "<vt:lpwstr>{dataset}|{version}</vt:lpwstr></property></Properties>"
)


def _own_file(school: School, style: Style) -> bool:
    """Whether the list is a file of its own."""
    return style.shape != "template"


def _altered(change: Alteration) -> Callable[[Papers], Iterable[Mistake]]:
    def plant(papers: Papers) -> Iterable[Mistake]:
        papers.alter(_LIST, change)
        yield papers.at(_LIST, "file")

    return plant


def _renamed(suffix: str, content: bytes = b"") -> Callable[[Papers], Iterable[Mistake]]:
    """The file under another extension, with other content where that is given."""

    def change(path: Path) -> None:
        renamed = path.rename(path.with_suffix(suffix))
        if content:
            renamed.write_bytes(content)

    def plant(papers: Papers) -> Iterable[Mistake]:
        papers.alter(_LIST, change)
        yield papers.renamed(_LIST, suffix)

    return plant


def _cut_short(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _encrypted(path: Path) -> None:
    """Say of every entry that it is encrypted: bit 0 of its flags, in the entry and in the directory."""
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        entries, directory = archive.infolist(), archive.start_dir
    for entry in entries:
        content[entry.header_offset + 6] |= 1
    while content[directory : directory + 4] == b"PK\x01\x02":
        content[directory + 8] |= 1
        directory += 46 + sum(struct.unpack("<3H", content[directory + 28 : directory + 34]))
    path.write_bytes(content)


def _with_entry(name: str, content: bytes) -> Alteration:
    def change(path: Path) -> None:
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(zipfile.ZipInfo(name, _NO_TIME), content, zipfile.ZIP_DEFLATED)

    return change


def _of_template(version: str) -> Alteration:
    properties = _PROPERTIES.format(name=TEMPLATE_MARK, dataset=_LIST, version=version)
    return _with_entry("docProps/custom.xml", properties.encode())


def _earlier_template(papers: Papers) -> Iterable[Mistake]:
    papers.alter(_LIST, _of_template(template_versions()[0].version))
    yield papers.at(_LIST, "file")


FILE_BLUNDERS = [
    Blunder("FIL001", _LIST, _renamed(".docx"), _own_file),
    Blunder("FIL002", _LIST, _altered(_cut_short), _own_file),
    Blunder("FIL003", _LIST, _altered(_encrypted), _own_file),
    Blunder("FIL004", _LIST, _altered(_with_entry("xl/vbaProject.bin", b"\0" * 512)), reach="row"),
    Blunder("FIL005", _LIST, _altered(_with_entry("xl/externalLinks/externalLink1.xml", _LINK)), reach="row"),
    Blunder("FIL006", _LIST, _altered(_with_entry("xl/media/image1.bmp", _BOMB)), _own_file),
    Blunder("FIL008", _LIST, _altered(_of_template("2019.1")), _own_file),
    # Japanese: neither Unicode nor an encoding of Vietnamese.
    Blunder("FIL020", _LIST, _renamed(".csv", "学校,施設,数量\n第一,教室,十二\n".encode("shift_jis") * 20), _own_file),
    Blunder("FIL025", _LIST, _renamed(".xls"), _own_file, reach="row"),
    Blunder("FIL030", _LIST, _earlier_template, reach="row"),
]
