"""The package of a workbook: its parts, how they relate, and what it is written back as."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.errors import UnsuitableWorkbookError
from pipelines.feedback.annotation.archive import pack, same, write_archive
from pipelines.feedback.annotation.xml import Element, add, children, parse, serialise
from pipelines.intake.package import DAMAGE

_CONTENT_TYPES = "[Content_Types].xml"
_CONTENT_TYPES_ROOT = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_RELATIONSHIPS_ROOT = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


@dataclass(frozen=True, slots=True)
class Relationship:
    """``kind`` is the end of its type, the same in both dialects; ``target`` the name of a part."""

    id: str
    kind: str
    type: str
    target: str
    element: Element


class Package:
    """The parts of a workbook by name, as ``xl/workbook.xml``; those that nobody changes are kept as they are.

    Names are compared without regard to case, and some writers separate folders by backslashes.
    """

    def __init__(self, content: bytes) -> None:
        """Raises UnsuitableWorkbookError for what is no ZIP archive."""
        self._content = content
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except DAMAGE as error:
            raise UnsuitableWorkbookError(f"The workbook cannot be unpacked: {error}.") from error
        self._entries = {_key(name): info for name, info in self._archive.NameToInfo.items()}
        self._trees: dict[str, Element] = {}
        self._changed: dict[str, bytes | Element] = {}
        self._dropped: set[str] = set()
        self._added: dict[str, str] = {}

    def __contains__(self, name: str) -> bool:
        key = _key(name)
        return key in self._added or (key in self._entries and key not in self._dropped)

    def names(self) -> Iterator[str]:
        """The parts that will be written."""
        yield from (info.filename for key, info in self._entries.items() if key not in self._dropped)
        yield from self._added.values()

    def read(self, name: str) -> bytes:
        """Raises UnsuitableWorkbookError for a part that is missing or damaged."""
        info = self._entries.get(_key(name))
        if info is None:
            raise UnsuitableWorkbookError(f"The workbook lacks its part {name}.")
        try:
            return self._archive.read(info)
        except DAMAGE as error:
            raise UnsuitableWorkbookError(f"The part {name} of the workbook is damaged: {error}.") from error

    def tree(self, name: str) -> Element:
        """The root of a part, to be looked at."""
        key = _key(name)
        if key not in self._trees:
            self._trees[key] = parse(self.read(name))
        return self._trees[key]

    def edit(self, name: str) -> Element:
        """The root of a part, to be changed."""
        self._changed[_key(name)] = self.tree(name)
        return self.tree(name)

    def put(self, name: str, content: bytes | Element) -> None:
        """Write a part, in place of one of that name or as a new one."""
        key = _key(name)
        self._dropped.discard(key)
        if not isinstance(content, bytes):
            self._trees[key] = content
        self._changed[key] = content
        if key not in self._entries:
            self._added[key] = name

    def drop(self, name: str) -> None:
        """Leave out a part and what is said of it."""
        for key in (_key(name), _key(_relationships_of(name))):
            self._dropped.add(key)
        for override in list(children(self.tree(_CONTENT_TYPES), "Override")):
            if _key(override.get("PartName", "")) == _key(name):
                self.edit(_CONTENT_TYPES).remove(override)

    def free_name(self, pattern: str) -> str:
        """The first name not in use; ``pattern`` has {} for the number."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def relationships(self, part: str) -> list[Relationship]:
        """Where a part ("" for the package) leads within the package."""
        name = _relationships_of(part)
        if name not in self:
            return []
        found = []
        for element in children(self.tree(name), "Relationship"):
            if element.get("TargetMode") != "External":
                type_ = element.get("Type", "")
                target = posixpath.join("/", posixpath.dirname(part), element.get("Target", "").replace("\\", "/"))
                target = posixpath.normpath(target).lstrip("/")
                kind = type_.rpartition("/")[2]
                found.append(Relationship(element.get("Id", ""), kind, type_, target, element))
        return found

    def relate(self, part: str, type_: str, target: str) -> str:
        """Let a part lead to another; returns the id."""
        name = _relationships_of(part)
        if name not in self:
            self.put(name, parse(_RELATIONSHIPS_ROOT))
        root = self.edit(name)
        taken = {element.get("Id") for element in children(root, "Relationship")}
        count = len(taken) + 1
        while f"rId{count}" in taken:
            count += 1
        add(root, "Relationship", Id=f"rId{count}", Type=type_, Target=f"/{target}")
        return f"rId{count}"

    def unrelate(self, part: str, relationship: Relationship) -> None:
        self.edit(_relationships_of(part)).remove(relationship.element)

    def content_types(self) -> Element:
        """The list of content types, to be changed."""
        if _CONTENT_TYPES not in self:
            self.put(_CONTENT_TYPES, parse(_CONTENT_TYPES_ROOT))
        return self.edit(_CONTENT_TYPES)

    def to_bytes(self) -> bytes:
        """Raises UnsuitableWorkbookError where the archive lies about its entries."""
        changed = {
            key: content if isinstance(content, bytes) else serialise(content)
            for key, content in self._changed.items()
            if key not in self._dropped
        }
        try:
            entries = [
                pack(info.filename, changed[key]) if key in changed else same(self._content, info)
                for key, info in self._entries.items()
                if key not in self._dropped
            ]
        except zipfile.BadZipFile as error:
            raise UnsuitableWorkbookError(f"The workbook cannot be unpacked: {error}.") from error
        entries += [pack(name, changed[key]) for key, name in self._added.items()]
        return write_archive(entries)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _relationships_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
