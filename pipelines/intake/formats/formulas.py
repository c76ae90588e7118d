"""Cells that calamine shows as empty though they are not: formulas without a stored value, and errors in .ods files.

Places are (row, column), from 0, with the text that shall stand in the cell.
"""

import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree

Place = tuple[int, int, str]

# A formula with nothing after it, or with an empty value: a cheap look before a sheet is parsed cell by cell.
_LOST = re.compile(rb"(?:</\w*:?f>|<\w*:?f\b[^>]*/>)\s*(?:<\w*:?v\s*/>|<\w*:?v>\s*</\w*:?v>)?\s*</\w*:?c>")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CALC_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")


def lost_cells(xml: bytes) -> list[Place]:
    """The cells of an OOXML sheet whose formula has no stored value; the text is the formula."""
    return list(_parsed(xml)) if _has_formulas(xml) and _LOST.search(xml) else []


def _has_formulas(xml: bytes) -> bool:
    """Whether a sheet has formulas; a writer that prefixes its elements is not looked at so closely."""
    # Most sheets have not even the letter among their cells. Searched from the end: Python does that twice as fast.
    has_letter = xml.find(b"f", xml.find(b"sheetData"), xml.rfind(b"sheetData")) >= 0
    return has_letter and (xml.rfind(b"</f>") >= 0 or b":worksheet" in xml[:1000])


def _parsed(xml: bytes) -> Iterator[Place]:
    for cell in _elements(xml, "c"):
        parts = {_local(part.tag): part for part in cell}
        reference = _REFERENCE.fullmatch(cell.get("r", ""))
        # A formula that gives an empty text has an empty value of type str.
        has_value = "is" in parts or ("v" in parts and (parts["v"].text or cell.get("t") == "str"))
        if "f" in parts and reference and not has_value:
            yield int(reference[2]) - 1, column_index(reference[1]), f"={parts['f'].text or ''}"


def errors_in_ods(xml: bytes) -> dict[str, list[Place]]:
    """Sheet name → error cells of the content of an .ods file as LibreOffice writes it."""
    if b'calcext:value-type="error"' not in xml:
        return {}
    return {table.get(_TABLE + "name", ""): list(_ods_errors(table)) for table in _elements(xml, "table")}


def _ods_errors(table: ElementTree.Element) -> Iterator[Place]:
    """Rows and cells may stand for several equal ones, but a formula is written once for each of its cells."""
    row_index = 0
    for row in table.iter(_TABLE + "table-row"):
        position = 0
        for cell in row:
            if cell.get(_CALC_TYPE) == "error":
                yield row_index, position, "".join(cell.itertext())
            position += int(cell.get(_TABLE + "number-columns-repeated", 1))
        row_index += int(row.get(_TABLE + "number-rows-repeated", 1))


def _elements(xml: bytes, name: str) -> Iterator[ElementTree.Element]:
    """Elements of a local name, whatever their namespace; each is freed before the next."""
    for _, element in ElementTree.iterparse(io.BytesIO(xml)):
        if _local(element.tag) == name:
            yield element
            element.clear()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def column_index(letters: str) -> int:
    """The position of a column, from 0, by its letters."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
