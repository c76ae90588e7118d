"""The XML of a worksheet, of which only the frame and the rows asked for are parsed: it may have a million others.

Parsed whole, a sheet would need some thirty times its size; and rows that nobody asks for keep their bytes.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from lxml import etree

from pipelines.errors import UnsuitableWorkbookError
from pipelines.feedback.annotation.xml import Element, namespace, normalised, parse, serialise

_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b[^>]*?(/?)>")
# The attributes of a row, whose values may hold >.
_ROW = rb"<%srow\b([^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*)>"
_NUMBER = re.compile(rb"\sr\s*=\s*[\"'](\d{1,7})[\"']")
_ENCODING = re.compile(rb"<\?xml[^>]*\bencoding\s*=\s*[\"'](?!utf-?8|us-ascii)", re.IGNORECASE)


@dataclass(slots=True)
class _Row:
    """A row where it stands in the bytes, and what became of it if it was asked for."""

    number: int
    start: int
    end: int
    element: Element | None = None


class Worksheet:
    """The rows by number, and ``frame``, which is the sheet without them."""

    def __init__(self, content: bytes) -> None:
        """Raises UnsuitableWorkbookError for what is no worksheet."""
        if not _is_plain(content):
            content = normalised(content)
        opening = _DATA.search(content)
        if not opening:
            raise UnsuitableWorkbookError("A sheet of the workbook has no cells.")
        prefix = opening[1]
        closing = b"</%ssheetData" % prefix
        start = opening.end()
        end = start if opening[2] else content.find(closing, start)
        if end < 0:
            raise UnsuitableWorkbookError("The cells of a sheet of the workbook have no end.")
        after = end if opening[2] else content.find(b">", end) + 1
        self._content = content
        self._empty = b"<%ssheetData/>" % prefix
        self._tags = b"<%ssheetData>" % prefix, closing + b">"
        self.frame = parse(content[: opening.start()] + self._empty + content[after:])
        # (the stubs do not know of the namespace without prefix)
        wrapper = etree.tostring(etree.Element(self.frame.tag, nsmap=self.frame.nsmap))  # type: ignore[arg-type]
        self._wrapper = wrapper.removesuffix(b"/>") + b">", b"</" + wrapper[1:].split(None, 1)[0] + b">"
        self._rows = self._listed(prefix, start, end)
        self._by_number = {row.number: row for row in self._rows}

    def _listed(self, prefix: bytes, start: int, end: int) -> list[_Row]:
        """Rows may lack their number, which then follows from the one before."""
        rows: list[_Row] = []
        last = 0
        for match in re.compile(_ROW % re.escape(prefix)).finditer(self._content, start, end):
            written = _NUMBER.search(match[1])
            last = int(written[1]) if written else last + 1
            if rows:
                rows[-1].end = match.start()
            rows.append(_Row(last, match.start(), end))
        return rows

    def row(self, row_number: int) -> Element | None:
        """A row, to be looked at or changed."""
        row = self._by_number.get(row_number)
        if row and row.element is None:
            opening, closing = self._wrapper
            found = list(parse(opening + self._content[row.start : row.end] + closing))
            if len(found) != 1:
                raise UnsuitableWorkbookError(f"Row {row_number} of a sheet of the workbook is damaged.")
            row.element = found[0]
        return row.element if row else None

    def attribute(self, row_number: int, name: str) -> str | None:
        """What a row says about itself; does not parse it."""
        row = self._by_number.get(row_number)
        if row is None:
            return None
        if row.element is not None:
            return row.element.get(name)
        tag = self._content[row.start : self._content.find(b">", row.start)]
        found = re.search(rb"\s%s\s*=\s*[\"']([^\"']*)" % name.encode(), tag)
        return found[1].decode(errors="replace") if found else None

    def add_row(self, row_number: int) -> Element:
        """A new row at its place among the others."""
        opening, closing = self._wrapper
        wrapper = parse(opening + closing)
        made = etree.SubElement(wrapper, namespace(self.frame) + "row", r=str(row_number))
        position = bisect_left(self._rows, row_number, key=lambda row: row.number)
        row = _Row(row_number, 0, 0, made)
        self._rows.insert(position, row)
        self._by_number[row_number] = row
        return made

    def to_bytes(self) -> bytes:
        before, _, after = serialise(self.frame).partition(self._empty)
        opening, closing = self._tags
        start = self._rows[0].start if self._rows else 0
        pieces = [before, opening]
        # Untouched neighbours are copied at once.
        first = last = start
        for row in self._rows:
            if row.element is None and row.start == last:
                last = row.end
                continue
            pieces.append(self._content[first:last])
            first, last = row.start, row.end
            if row.element is not None:
                pieces.append(_unwrapped(row.element))
                first = last
        return b"".join([*pieces, self._content[first:last], closing, after])


def _is_plain(content: bytes) -> bool:
    """Whether a row begins wherever its bytes do: UTF-8 without comments, CDATA or processing instructions."""
    return not (_ENCODING.search(content[:200]) or b"<!" in content or content.find(b"<?", 10) >= 0)


def _unwrapped(row: Element) -> bytes:
    """A row in its wrapper's namespaces, which are those of the frame."""
    wrapper = row.getparent()
    assert wrapper is not None
    written = etree.tostring(wrapper, encoding="UTF-8", xml_declaration=False)
    return written[written.index(b">") + 1 : written.rindex(b"</")]
