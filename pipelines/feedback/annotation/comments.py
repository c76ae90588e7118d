"""Comments of a worksheet: their texts in one part, the boxes that show them in another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.feedback.annotation.boxes import Box, with_boxes
from pipelines.feedback.annotation.grid import Grid
from pipelines.feedback.annotation.model import AUTHOR, MARK, CellFinding
from pipelines.feedback.annotation.package import Package
from pipelines.feedback.annotation.places import Place, cell_name
from pipelines.feedback.annotation.threads import reply_in_threads
from pipelines.feedback.annotation.workbook import Sheet, Workbook
from pipelines.feedback.annotation.xml import Element, add, child, children, parse, place_child, set_text

_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# What stands before the reference to the boxes in a worksheet.
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing",
)  # fmt: skip
# Pixels, in Tahoma 9.
_WIDTH = 330
_LINE_HEIGHT = 16
_MARGIN = 14
_LETTERS_A_LINE = 46
_HIGHEST = 600
_FROM_CELL = (15, 4)


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    is_bold: bool


def add_comments(
    package: Package, book: Workbook, sheet: Sheet, grid: Grid, findings: Mapping[Place, Sequence[CellFinding]]
) -> list[Box]:
    """Put the messages and fixes of each cell, below ``MARK``, into one comment; what it says already stays above them.

    Returns the boxes in which they are to be shown.
    """
    root = _comments(package, book, sheet)
    author = _author(root)
    comments = place_child(root, "commentList", ("authors", "commentList"))
    present = {comment.get("ref"): comment for comment in children(comments, "comment")}
    boxes, said = [], {}
    for place, found in sorted(findings.items()):
        comment = present.get(cell_name(place))
        if comment is None:
            comment = add(comments, "comment", ref=cell_name(place), authorId=author)
        text = place_child(comment, "text", ("text",))
        before = "".join(str(part) for part in text.itertext())
        runs = _runs(found)
        said[place] = "".join(run.text for run in runs)
        _write(text, runs, is_first=not before)
        boxes.append(_box(grid, place, before + "\n\n" * bool(before) + said[place]))
    reply_in_threads(package, book, sheet, said)
    return boxes


def _comments(package: Package, book: Workbook, sheet: Sheet) -> Element:
    for relationship in package.relationships(sheet.part):
        if relationship.kind == "comments" and relationship.target in package:
            return package.edit(relationship.target)
    name = package.free_name("xl/comments{}.xml")
    package.put(name, parse(f'<comments xmlns="{book.namespace[1:-1]}"/>'.encode()))
    book.add_part(name, "comments", sheet.part)
    return package.edit(name)


def _author(root: Element) -> int:
    authors = place_child(root, "authors", ("authors",))
    names = [author.text for author in children(authors, "author")]
    if AUTHOR in names:
        return names.index(AUTHOR)
    add(authors, "author").text = AUTHOR
    return len(names)


def _runs(findings: Sequence[CellFinding]) -> list[_Run]:
    """Errors first; each message in bold with its fix below, a blank line between them, nothing said twice."""
    said = dict.fromkeys((f.message, f.fix) for f in sorted(findings, key=lambda f: f.severity != "error"))
    runs = [_Run(f"{MARK}\n", is_bold=False)]
    for number, (message, fix) in enumerate(said):
        runs.append(_Run("\n\n" * bool(number) + message, is_bold=True))
        if fix:
            runs.append(_Run(f"\n{fix}", is_bold=False))
    return runs


def _write(text: Element, runs: Sequence[_Run], *, is_first: bool) -> None:
    plain = child(text, "t")
    if plain is not None:
        # A text is either plain or made of runs.
        first = add(text, "r")
        text.insert(0, first)
        first.append(plain)
    position = len(list(children(text, "r")))
    if not is_first:
        runs = [_Run("\n\n", is_bold=False), *runs]
    for offset, run in enumerate(runs):
        made = add(text, "r")
        properties = add(made, "rPr")
        if run.is_bold:
            add(properties, "b")
        add(properties, "sz", val=9)
        add(properties, "color", indexed=81)
        add(properties, "rFont", val="Tahoma")
        add(properties, "family", val=2)
        set_text(add(made, "t"), run.text)
        # Before phonetic hints.
        text.insert(position + offset, made)


def _box(grid: Grid, place: Place, text: str) -> Box:
    """A box to the upper right of the cell, as high as its text needs."""
    lines = sum(1 + len(line) // _LETTERS_A_LINE for line in text.split("\n"))
    height = min(lines * _LINE_HEIGHT + _MARGIN, _HIGHEST)
    right, down = _FROM_CELL
    row, column = place
    left = grid.across(column + 1, right)
    top = grid.down(row, down)
    end = grid.across(column + 1, right + _WIDTH)
    bottom = grid.down(row, down + height)
    return Box(place, _WIDTH, height, (left, top, end, bottom))


def draw_boxes(package: Package, book: Workbook, sheet: Sheet, frame: Element, boxes: Sequence[Box]) -> None:
    """Add the boxes to the sheet's drawing of them, which form controls may share; ``frame`` refers to it."""
    reference = place_child(frame, "legacyDrawing", _ORDER)
    key = f"{{{book.relationship_base}}}id"
    related = {r.id: r.target for r in package.relationships(sheet.part)}
    name = related.get(reference.get(key, ""))
    if name is None or name not in package:
        name = package.free_name("xl/drawings/vmlDrawing{}.vml")
        reference.set(key, package.relate(sheet.part, f"{book.relationship_base}/vmlDrawing", name))
        package.put(name, with_boxes(None, boxes))
        _declare_drawings(package)
    else:
        package.put(name, with_boxes(package.read(name), boxes))


def _declare_drawings(package: Package) -> None:
    types = package.content_types()
    if all(default.get("Extension", "").lower() != "vml" for default in children(types, "Default")):
        default = add(types, "Default", Extension="vml", ContentType=_VML_TYPE)
        types.insert(0, default)
