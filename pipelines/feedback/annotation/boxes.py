"""The boxes that show comments, in VML, which Excel writes in a way that XML parsers refuse: so they work on bytes."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass

from pipelines.errors import UnsuitableWorkbookError
from pipelines.feedback.annotation.places import Place

_NAMESPACES = {
    b"v": b"urn:schemas-microsoft-com:vml",
    b"o": b"urn:schemas-microsoft-com:office:office",
    b"x": b"urn:schemas-microsoft-com:office:excel",
}
_EMPTY = b"""<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"\
 xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>\
</o:shapelayout></xml>"""
_SHAPE_TYPE = b"""<v:shapetype%s id="_x0000_t202" coordsize="21600,21600" o:spt="202"\
 path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>\
<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"""
_SHAPE = """<v:shape%s id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;\
margin-top:2pt;width:{width}pt;height:{height}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">\
<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>\
<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>\
<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>\
<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"""

_ROOT = re.compile(rb"<xml\b[^>]*>")
_SHAPE_OF_FILE = re.compile(rb"<(\w+:)?shape\b.*?</\1?shape\s*>", re.DOTALL)
_ROW = re.compile(rb"<(\w+:)Row>\s*(\d+)\s*</")
_COLUMN = re.compile(rb"<\w+:Column>\s*(\d+)\s*</")
_ANCHOR = re.compile(rb"<(\w+:)Anchor>[^<]*</\1Anchor>")
_SHAPE_NUMBER = re.compile(rb"_s(\d{1,9})\b")
# Where the numbers of shapes begin that belong to the first block of them.
_FIRST_NUMBER = 1025

Corner = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A box of a comment, its size in pixels; ``anchor`` is its left, top, right and bottom.

    Each edge is a column or row (from 1) and the pixels from there.
    """

    place: Place
    width: int
    height: int
    anchor: tuple[Corner, Corner, Corner, Corner]

    @property
    def described(self) -> str:
        return ", ".join(f"{number - 1}, {pixels}" for number, pixels in self.anchor)


def without_boxes(drawing: bytes, places: Container[Place]) -> bytes:
    """A drawing without the boxes of these cells."""

    def kept(shape: re.Match[bytes]) -> bytes:
        return b"" if _place(shape[0]) in places else shape[0]

    return _SHAPE_OF_FILE.sub(kept, drawing)


def _place(shape: bytes) -> Place | None:
    """The cell of a box; None for other shapes."""
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    return (int(row[2]) + 1, int(column[1]) + 1) if row and column else None


def with_boxes(drawing: bytes | None, boxes: Iterable[Box]) -> bytes:
    """A drawing (a new one for None) with these boxes; one that its cell has already gets the size of the new one."""
    drawing = drawing or _EMPTY
    end = drawing.rfind(b"</")
    if end < 0:
        raise UnsuitableWorkbookError("A drawing of comments in the workbook is damaged.")
    wanted = {box.place: box for box in boxes}

    def resized(shape: re.Match[bytes]) -> bytes:
        row, place = _ROW.search(shape[0]), _place(shape[0])
        box = wanted.pop(place, None) if place else None
        if not row or not box:
            return shape[0]
        anchor = b"<%sAnchor>%s</%sAnchor>" % (row[1], box.described.encode(), row[1])
        before, after = shape[0][: row.start()], shape[0][row.start() :]
        return _ANCHOR.sub(b"", before) + anchor + _ANCHOR.sub(b"", after)

    body = _SHAPE_OF_FILE.sub(resized, drawing[:end])
    root = _ROOT.search(drawing)
    declared = b"".join(
        b' xmlns:%s="%s"' % (prefix, uri)
        for prefix, uri in _NAMESPACES.items()
        if not (root and re.search(rb"xmlns:%s\s*=\s*[\"']%s[\"']" % (prefix, re.escape(uri)), root[0]))
    )
    made = [] if b"_x0000_t202" in drawing else [_SHAPE_TYPE % declared]
    last = max((int(found[1]) for found in _SHAPE_NUMBER.finditer(drawing)), default=_FIRST_NUMBER - 1)
    for number, box in enumerate(wanted.values(), last + 1):
        shape = _SHAPE.format(
            number=number,
            width=box.width * 0.75,
            height=box.height * 0.75,
            anchor=box.described,
            row=box.place[0] - 1,
            column=box.place[1] - 1,
        )
        made.append(shape.encode() % declared)
    return body + b"".join(made) + drawing[end:]
