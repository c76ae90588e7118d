"""Taking out of a workbook what an earlier annotation put in: schools mend the workbook that they got, and send that.

Excel, LibreOffice and schools change a workbook in between: formats get other numbers, rows other places, sheets other
names. So each thing tells by itself whose it is: a name leads to the result sheet, a line begins what a comment says
(``model.MARK``), and the shade of a fill tells which fill was there before (``styles.shade``).
"""

import re
from collections.abc import Sequence

from pipelines.feedback.annotation.boxes import without_boxes
from pipelines.feedback.annotation.model import MARK
from pipelines.feedback.annotation.package import Package
from pipelines.feedback.annotation.places import Place, parse_cell
from pipelines.feedback.annotation.result import RESULT_NAME
from pipelines.feedback.annotation.styles import format_of, former_number
from pipelines.feedback.annotation.threads import remove_replies
from pipelines.feedback.annotation.workbook import Sheet, Workbook
from pipelines.feedback.annotation.worksheet import Worksheet
from pipelines.feedback.annotation.xml import Element, child, children, drop, namespace, number

_OURS = re.compile(rf"^[ \t]*{re.escape(MARK)}[ \t\r]*$", re.MULTILINE)


def remove_earlier(package: Package, book: Workbook) -> None:
    """Leave the workbook as its school has it; one that was never annotated is not looked at further."""
    place = book.take_name(RESULT_NAME)
    if place is None:
        return
    sheet_name, _, cell = place.rpartition("!")
    result = book.worksheet(sheet_name.removeprefix("'").removesuffix("'").replace("''", "'"))
    formers = _samples(package, result, parse_cell(cell)) if result else []
    _restore_fills(package, book, formers)
    if result:
        book.remove(result)
    for sheet in book.sheets:
        _remove_comments(package, sheet)
        remove_replies(package, sheet)


def _samples(package: Package, result: Sheet, place: Place | None) -> list[int]:
    """The formats of the cells that show fills as they were before."""
    row = Worksheet(package.read(result.part)).row(place[0]) if place else None
    return [format_of(cell) for cell in children(row, "c")]


def _restore_fills(package: Package, book: Workbook, samples: Sequence[int]) -> None:
    name = book.related("styles")
    if name is None:
        return
    root = package.edit(name)
    fills = list(children(child(root, "fills"), "fill"))
    formats = list(children(child(root, "cellXfs"), "xf"))
    formers = [formats[sample].get("fillId", "0") if sample < len(formats) else "0" for sample in samples]
    for format_ in formats:
        fill = number(format_.get("fillId"))
        former = former_number(fills[fill]) if fill < len(fills) else None
        if former is not None:
            format_.set("fillId", formers[former - 1] if 0 < former <= len(formers) else "0")


def _remove_comments(package: Package, sheet: Sheet) -> None:
    related = {r.kind: r.target for r in package.relationships(sheet.part) if r.target in package}
    if "comments" not in related:
        return
    comments = child(package.edit(related["comments"]), "commentList")
    gone: set[Place] = set()
    for comment in list(children(comments, "comment")):
        texts = list(comment.iter(namespace(comment) + "t"))
        said = "".join(text.text or "" for text in texts)
        found = _OURS.search(said)
        own = said[: found.start()].removesuffix("\n\n") if found else said
        if found and own.strip():
            _cut(texts, len(own))
        elif found:
            drop(comment)
            if place := parse_cell(comment.get("ref", "")):
                gone.add(place)
    if gone and "vmlDrawing" in related:
        package.put(related["vmlDrawing"], without_boxes(package.read(related["vmlDrawing"]), gone))


def _cut(texts: Sequence[Element], length: int) -> None:
    """Keep so many letters of a comment; runs that are left without any go."""
    for text in texts:
        kept = (text.text or "")[:length]
        length -= len(kept)
        if kept:
            text.text = kept
        elif (run := text.getparent()) is not None and (whole := run.getparent()) is not None:
            whole.remove(run)
