"""The report as the first sheet of a school's own workbook, with links to the cells that it speaks of."""

from collections.abc import Iterator

from pipelines.feedback.annotation.model import ResultCell, ResultSheet
from pipelines.feedback.page import facts, verdict
from pipelines.feedback.report import Cause, Place, Report, SheetPlaces
from pipelines.texts import Texts

_COUNTS = ("read", "accepted", "queried", "rejected")
# Columns of the table of causes and their widths in characters; the other tables fit into them.
_COLUMNS = {
    "severity": 22, "field": 32, "sheet": 18, "cell": 11, "value": 18, "findings": 11, "rule_id": 11,
    "message": 60, "fix": 50,
}  # fmt: skip

Row = list[ResultCell]


def result_sheet(report: Report, texts: Texts, file: str) -> ResultSheet:
    """The sheet for one file of the submission (``file``: its name as findings have it).

    Links lead into that file, to the places that the report names; places in the other files are named without a link.
    """
    rows = [
        *_head(report, texts),
        [],
        *_sheets(report, texts),
        [],
        *_totals(report, texts),
        *_causes(report, texts, file),
        *_all_places(report, texts, file),
    ]
    return ResultSheet(texts("result"), tuple(_COLUMNS.values()), rows)


def _head(report: Report, texts: Texts) -> Iterator[Row]:
    sender = report.sender_name or report.sender_code
    yield [ResultCell(f"{texts('page.title')}: {sender}" if sender else texts("page.title"), "title")]
    for key, value in facts(report, texts):
        yield [ResultCell(texts(key), "note"), ResultCell(value)]
    said = verdict(report, texts)
    # A title, because it is the one style that runs over the cells to its right.
    yield [ResultCell(said.sentence, "title")]
    for hint in said.hints:
        yield [ResultCell(hint, "note")]


def _sheets(report: Report, texts: Texts) -> Iterator[Row]:
    yield [ResultCell(texts("sheets"), "title")]
    if not report.sheets:
        yield [ResultCell(texts("sheets.none"))]
        return
    yield _headings(texts, "dataset", "file", "sheet", *(f"rows_{count}" for count in _COUNTS))
    for sheet in (*report.sheets, report.all_sheets):
        names = [sheet.dataset, sheet.file, sheet.sheet] if sheet.dataset else [texts("all"), None, None]
        yield [*map(ResultCell, names), *(ResultCell(getattr(sheet, count), "number") for count in _COUNTS)]


def _totals(report: Report, texts: Texts) -> Iterator[Row]:
    totals = report.totals
    if totals.grades or totals.staff:
        yield [ResultCell(texts("totals"), "title")]
        yield [ResultCell(texts("totals.note"), "note")]
    if totals.grades:
        of_classes = [texts("classes")] if totals.has_classes else []
        of_learners = [*totals.sexes, texts("learners")] if totals.has_learners else []
        yield [ResultCell(heading, "heading") for heading in (texts("grade"), *of_classes, *of_learners)]
        for grade in (*totals.grades, totals.all_grades):
            numbers = [grade.classes] if totals.has_classes else []
            numbers += [*grade.learners_by_sex, grade.learners] if totals.has_learners else []
            yield [ResultCell(grade.grade or texts("all")), *(ResultCell(n, "number") for n in numbers)]
        yield []
    if totals.staff:
        yield _headings(texts, "staff_group", "staff")
        for total in totals.staff:
            yield [ResultCell(total.group), ResultCell(total.staff, "number")]
        yield [ResultCell(texts("all")), ResultCell(totals.all_staff, "number")]
        yield []


def _causes(report: Report, texts: Texts, file: str) -> Iterator[Row]:
    yield [ResultCell(texts("causes"), "title")]
    if not report.causes:
        yield [ResultCell(texts("causes.none"))]
        return
    yield _headings(texts, *_COLUMNS)
    for cause in report.causes:
        own = next((sheet for sheet in cause.sheets if sheet.file == file), cause.sheets[0])
        place = next(_places(own, file, texts))
        yield [
            *_name(cause, texts),
            *place,
            ResultCell(cause.findings, "number"),
            ResultCell(cause.rule_id, "note"),
            ResultCell(cause.message),
            ResultCell(cause.fix if cause.status == "open" else cause.decision),
        ]


def _all_places(report: Report, texts: Texts, file: str) -> Iterator[Row]:
    """Every place of the causes that have more than one, below the causes so that these are seen together."""
    causes = [cause for cause in report.causes if cause.findings > 1]
    if causes:
        yield []
        yield [ResultCell(texts("places.all"), "title")]
        yield _headings(texts, *list(_COLUMNS)[:5])
    for cause in causes:
        for sheet in cause.sheets:
            for place in _places(sheet, file, texts):
                yield [*_name(cause, texts), *place]
        if more := cause.findings - sum(len(sheet.places) for sheet in cause.sheets):
            yield [*_name(cause, texts), ResultCell(texts("places.more", n=more), "note")]


def _name(cause: Cause, texts: Texts) -> Row:
    field = f"{cause.dataset} › {cause.field}" if cause.field else cause.dataset
    if cause.status != "open":
        return [ResultCell(texts(cause.status), "note"), ResultCell(field)]
    return [ResultCell(texts(cause.severity), cause.severity), ResultCell(field)]


def _places(sheet: SheetPlaces, file: str, texts: Texts) -> Iterator[Row]:
    """Sheet, cell and value of each place; one line for a sheet of another file."""
    if sheet.file == file:
        for place in sheet.places:
            yield [ResultCell(sheet.sheet), _linked(place, sheet.sheet, texts), ResultCell(place.value)]
    else:
        first, last = sheet.places[0], sheet.last_row
        cells = first.cell if sheet.first_row == last else f"{first.cell} – {Place(last, first.column, '').cell}"
        yield [
            ResultCell(" · ".join(filter(None, (sheet.file, sheet.sheet)))),
            ResultCell(cells),
            ResultCell(first.value),
        ]


def _linked(place: Place, sheet: str, texts: Texts) -> ResultCell:
    if not sheet or not place.cell:
        return ResultCell(place.cell or None)
    shown = place.cell if place.column else texts("where.row", row=place.cell)
    return ResultCell(shown, "link", (sheet, f"{place.column or 'A'}{place.row or 1}"))


def _headings(texts: Texts, *keys: str) -> Row:
    return [ResultCell(texts(key), "heading") for key in keys]
