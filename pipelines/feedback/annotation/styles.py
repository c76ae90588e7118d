"""The styles of a workbook, to which those of marked cells and of the result sheet are added."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from pipelines.feedback.annotation.model import ResultStyle, Severity
from pipelines.feedback.annotation.package import Package
from pipelines.feedback.annotation.workbook import Workbook
from pipelines.feedback.annotation.xml import Element, add, child, children, number, parse, place_child

# One off Excel's own "Bad" and "Neutral", which a school may use itself.
FILLS: Mapping[Severity, str] = {"error": "FFC6CE", "query": "FFEA9C"}
# So many former fills are told apart by shades that nobody sees: the last byte of the colour counts them.
_SHADES = 15

_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
# The font of the workbook may be one of a legacy encoding, which has no Vietnamese letters of Unicode.
_FONT = "Calibri"
_HEADING_FILL = "DDEBF7"
_EDGE = "BFBFBF"
# Built-in formats of Excel: General (long texts in the format of text are shown as ####), and #,##0.
_GENERAL, _GROUPED = 0, 3
_LOOKS: Mapping[ResultStyle, Mapping[str, Any]] = {
    "title": {"size": 16, "bold": True},
    "heading": {"bold": True, "fill": _HEADING_FILL, "edge": True, "wrap": True},
    "text": {"edge": True, "wrap": True},
    "number": {"edge": True, "format": _GROUPED},
    "error": {"edge": True, "wrap": True, "fill": FILLS["error"]},
    "query": {"edge": True, "wrap": True, "fill": FILLS["query"]},
    "note": {"color": "595959"},
    "link": {"edge": True, "color": "0563C1", "underline": True},
}

# What readers expect of a style sheet besides the lists that are filled here.
_NEW = (
    '<styleSheet xmlns="{namespace}"><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    '</cellStyleXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_ENTRIES = {"fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf"}


class Styles:
    """Gives the numbers of cell formats ("xf")."""

    def __init__(self, package: Package, book: Workbook) -> None:
        name = book.related("styles")
        if name is None:
            name = "xl/styles.xml"
            package.put(name, parse(_NEW.format(namespace=book.namespace[1:-1]).encode()))
            book.add_part(name, "styles")
        self._root = package.edit(name)
        self._fonts = self._list("fonts", 1)
        self._fills = self._list("fills", 2)
        self._borders = self._list("borders", 1)
        self._formats = self._list("cellXfs", 1)
        self._own = list(children(self._formats, "xf"))
        self._count = len(self._own)
        self._marked: dict[tuple[int, Severity], int] = {}
        # Former fill → a format that has it, in the order in which shades count them from 1.
        self._formers: dict[str, int] = {}
        self._fill_numbers: dict[str, int] = {}
        self._looks: dict[ResultStyle, int] = {}

    def marked(self, format_: int, severity: Severity) -> int:
        """A format of the workbook with the fill of a severity in place of its own."""
        if format_ >= len(self._own):
            format_ = 0
        key = format_, severity
        if key not in self._marked:
            clone = deepcopy(self._own[format_])
            clone.set("fillId", str(self._fill(shade(severity, self._former(format_)))))
            clone.set("applyFill", "1")
            self._marked[key] = self._append(clone)
        return self._marked[key]

    @property
    def formers(self) -> list[int]:
        """Formats with the fills that cells had before they were marked."""
        return list(self._formers.values())

    def _former(self, format_: int) -> int:
        """The number of a format's own fill among the former ones; 0 for none, and for what would be one too many."""
        fill = self._own[format_].get("fillId", "0")
        if fill == "0":
            return 0
        if fill not in self._formers and len(self._formers) < _SHADES:
            self._formers[fill] = format_
        return list(self._formers).index(fill) + 1 if fill in self._formers else 0

    def look(self, style: ResultStyle) -> int:
        """The format of a style of the result sheet."""
        if style not in self._looks:
            self._looks[style] = self._append(self._format(**_LOOKS[style]))
        return self._looks[style]

    def _format(
        self,
        size: int = 11,
        bold: bool = False,
        underline: bool = False,
        color: str = "000000",
        fill: str = "",
        edge: bool = False,
        wrap: bool = False,
        format: int = _GENERAL,
    ) -> Element:
        parent = self._formats
        made = add(
            parent,
            "xf",
            numFmtId=format,
            fontId=self._font(size, bold, underline, color),
            fillId=self._fill(fill) if fill else 0,
            borderId=self._border() if edge else 0,
            applyNumberFormat=1,
            applyFont=1,
            applyFill=1,
            applyBorder=1,
            applyAlignment=1,
        )
        if child(self._root, "cellStyleXfs") is not None:
            made.set("xfId", "0")
        alignment = add(made, "alignment", vertical="top")
        if wrap:
            alignment.set("wrapText", "1")
        return made

    def _font(self, size: int, bold: bool, underline: bool, color: str) -> int:
        font = add(self._fonts, "font")
        if bold:
            add(font, "b")
        if underline:
            add(font, "u")
        add(font, "sz", val=size)
        add(font, "color", rgb=f"FF{color}")
        add(font, "name", val=_FONT)
        add(font, "family", val=2)
        return _counted(self._fonts) - 1

    def _fill(self, color: str) -> int:
        if color not in self._fill_numbers:
            pattern = add(add(self._fills, "fill"), "patternFill", patternType="solid")
            add(pattern, "fgColor", rgb=f"FF{color}")
            add(pattern, "bgColor", indexed=64)
            self._fill_numbers[color] = _counted(self._fills) - 1
        return self._fill_numbers[color]

    def _border(self) -> int:
        border = add(self._borders, "border")
        for side in ("left", "right", "top", "bottom"):
            add(add(border, side, style="thin"), "color", rgb=f"FF{_EDGE}")
        add(border, "diagonal")
        return _counted(self._borders) - 1

    def _append(self, format_: Element) -> int:
        self._formats.append(format_)
        self._count += 1
        self._formats.set("count", str(self._count))
        return self._count - 1

    def _list(self, name: str, least: int) -> Element:
        """A list of the style sheet, with the entries that Excel takes for granted."""
        found = place_child(self._root, name, _ORDER)
        for _ in range(least - len(list(children(found, _ENTRIES[name])))):
            entry = add(found, _ENTRIES[name])
            if name == "fills":
                add(entry, "patternFill", patternType="none" if len(found) == 1 else "gray125")
            elif name == "fonts":
                add(entry, "sz", val=11)
                add(entry, "name", val=_FONT)
        _counted(found)
        return found


def shade(severity: Severity, former: int) -> str:
    """The colour of a mark where the cell had a fill of its own."""
    return f"{int(FILLS[severity], 16) + former:06X}"


def former_number(fill: Element) -> int | None:
    """Which former fill a mark stands for; None for a fill that is no mark."""
    pattern = child(fill, "patternFill")
    color = child(pattern, "fgColor")
    if pattern is None or color is None or pattern.get("patternType") != "solid":
        return None
    return _FORMERS.get(color.get("rgb", "")[-6:].upper())


def wraps(style: ResultStyle) -> bool:
    """Whether long texts go on in a second line."""
    return bool(_LOOKS[style].get("wrap"))


def _counted(found: Element) -> int:
    count = sum(isinstance(entry.tag, str) for entry in found)
    found.set("count", str(count))
    return count


def format_of(element: Element) -> int:
    """The number of the format of a cell, row or column."""
    return number(element.get("s") or element.get("style"))


_FORMERS = {shade(severity, former): former for severity in FILLS for former in range(_SHADES + 1)}
