"""Reading and writing the XML of parts that come from strangers."""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from pipelines.errors import UnsuitableWorkbookError
from pipelines.intake.limits import MIB

Element = etree._Element

TRUE = frozenset({"1", "true", "on"})

# A parsed part needs some thirty times its size.
_PARSED_SIZE = 32 * MIB
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, strip_cdata=False)
_PLAIN_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
)
# What XML cannot hold, not even escaped.
_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Excel reads _x000D_ as a character; _x005F_ is the underscore that says otherwise.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST_TEXT = 32_767


def parse(content: bytes) -> Element:
    """The root of a part.

    Raises UnsuitableWorkbookError for what is no XML, declares a document type or is too large.
    """
    return _parse(content, _PARSER)


def normalised(content: bytes) -> bytes:
    """The same elements and texts in UTF-8, without comments, CDATA and processing instructions."""
    return serialise(_parse(content, _PLAIN_PARSER))


def _parse(content: bytes, parser: etree.XMLParser) -> Element:
    if len(content) > _PARSED_SIZE:
        raise UnsuitableWorkbookError(f"A part of the workbook is larger than {_PARSED_SIZE // MIB} MiB.")
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnsuitableWorkbookError(f"A part of the workbook is no XML: {error}.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsuitableWorkbookError("A part of the workbook declares a document type, which no office program does.")
    return root


def serialise(root: Element) -> bytes:
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def namespace(element: Element) -> str:
    """The namespace of an element in braces, as tags begin with it; empty for none."""
    tag = str(element.tag)
    return tag[: tag.index("}") + 1] if tag.startswith("{") else ""


def local(element: Element) -> str:
    """The name without namespace; comments and processing instructions have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(parent: Element | None, name: str) -> Iterator[Element]:
    """Child elements of a name in the parent's own namespace."""
    if parent is not None:
        yield from parent.iterchildren(namespace(parent) + name)


def child(parent: Element | None, name: str) -> Element | None:
    return next(children(parent, name), None)


def add(parent: Element, name: str, **attributes: str | float) -> Element:
    """Append an element in the parent's own namespace."""
    values = {key: str(value) for key, value in attributes.items()}
    return etree.SubElement(parent, namespace(parent) + name, values)


def place_child(parent: Element, name: str, order: Sequence[str]) -> Element:
    """The child of that name; made where it is missing, behind those that ``order`` names before it."""
    found = child(parent, name)
    if found is not None:
        return found
    made = etree.Element(namespace(parent) + name)
    before = frozenset(order[: order.index(name)])
    position = max((i for i, element in enumerate(parent, 1) if local(element) in before), default=0)
    parent.insert(position, made)
    return made


def drop(element: Element) -> None:
    """Take an element out of its parent, with the text behind it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def remove_attribute(element: Element, name: str) -> None:
    if name in element.attrib:
        del element.attrib[name]


def flag(element: Element, name: str) -> bool:
    return element.get(name) in TRUE


def number(text: str | None, default: int = 0) -> int:
    """A whole number of an attribute, as strangers write it."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def measure(text: str | None, default: float) -> float:
    """A size of an attribute, as strangers write it."""
    match = re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]*)?", text or "")
    return float(match[0]) if match else default


def writable(text: str) -> str:
    """A text as a cell or a comment may hold it; what Excel would take for an escape is escaped."""
    return _ESCAPE.sub("_x005F_", _UNSPEAKABLE.sub("\ufffd", text))[:_LONGEST_TEXT]


def set_text(element: Element, text: str) -> None:
    element.text = writable(text)
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
