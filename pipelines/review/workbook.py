"""The queue as a workbook that officers fill in: each pair on two lines, one below the other, differences coloured."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # the package has no stubs

from pipelines.identity.kinds import KINDS
from pipelines.review.shown import shown_fields
from pipelines.review.sides import Comparison, Line, Mark, review_texts
from pipelines.texts import Texts
from schemas.model import Language

# What an officer fills in stands first, so that it stays in sight; ``filled`` reads these columns.
PAIR, DECISION, REASON, BY, APPROVED_BY = range(5)
FIRST_ROW = 2  # 0-based: below the title and the header
VERDICTS = ("same", "different", "new")
MARK = "csdl_review"

_SIDE, _ID, _PLACES, _FIELDS = range(5, 9)
_WIDTHS = {PAIR: 19, DECISION: 17, REASON: 26, BY: 18, APPROVED_BY: 18, _SIDE: 13, _ID: 13, _PLACES: 34}
_FIELD_WIDTH = 16  # characters
_WHY_WIDTH = 60
_A3 = 8  # as Excel counts paper sizes
_LINE_HEIGHT = 46  # points: three lines of text
_FILLS: dict[Mark, str] = {"different": "#FFC7CE", "changed": "#FFEB9C", "equal": "#E2EFDA", "unknown": "#FFFFFF"}


def write_workbook(comparisons: Sequence[Comparison], kind: str, path: Path, language: Language) -> None:
    """Write the pairs of one kind of person; cells that are not to be filled in are locked, and so is the structure."""
    texts = review_texts(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_numbers": False}) as book:
        book.set_custom_property(MARK, kind)
        sheet = book.add_worksheet(texts("sheet.title"))
        formats = _formats(book)
        told = {line.field for comparison in comparisons for line in comparison.lines}
        fields = [field for field in shown_fields(KINDS[kind]) if field.name in told]
        why = _FIELDS + len(fields)
        headers = [texts(f"sheet.{name}") for name in ("pair", "decision", "reason", "by", "approved_by")]
        headers += [texts(f"sheet.{name}") for name in ("side", "id", "places")]
        headers += [*(field.field.label(language) for field in fields), texts("sheet.why")]
        sheet.write(0, 0, texts("sheet.guide"), formats["title"])
        for column, header in enumerate(headers):
            sheet.write(FIRST_ROW - 1, column, header, formats["header"])
            sheet.set_column(column, column, _WHY_WIDTH if column == why else _WIDTHS.get(column, _FIELD_WIDTH))
        for number, comparison in enumerate(comparisons):
            _write_pair(sheet, FIRST_ROW + 2 * number, comparison, [f.name for f in fields], formats, texts)
        if comparisons:
            last = FIRST_ROW + 2 * len(comparisons) - 1
            choice = {"validate": "list", "source": [texts(f"verdict.{verdict}") for verdict in VERDICTS]}
            sheet.data_validation(FIRST_ROW, DECISION, last, DECISION, choice)
        sheet.set_row(FIRST_ROW - 1, 32)
        sheet.freeze_panes(FIRST_ROW, REASON)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_landscape()
        sheet.set_paper(_A3)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST_ROW - 1)
        # As in the templates: sheets cannot be renamed or removed.
        book.define_name(MARK, f'="{kind}"')


def _formats(book: Any) -> dict[str, Any]:
    cell = {"border": 1, "border_color": "#A6A6A6", "valign": "top", "text_wrap": True, "num_format": "@"}
    formats: dict[str, Any] = {mark: book.add_format({**cell, "bg_color": fill}) for mark, fill in _FILLS.items()}
    formats["cell"] = book.add_format(cell)
    formats["open"] = book.add_format({**cell, "locked": False, "bg_color": "#DDEBF7"})
    formats["header"] = book.add_format({**cell, "bold": True, "bg_color": "#D9D9D9", "align": "center"})
    formats["title"] = book.add_format({"bold": True, "font_size": 12})
    return formats


def _write_pair(
    sheet: Any, row: int, comparison: Comparison, fields: Sequence[str], formats: dict[str, Any], texts: Texts
) -> None:
    pair = comparison.pair
    sheet.merge_range(row, PAIR, row + 1, PAIR, pair.pair_id, formats["cell"])
    for column in (DECISION, REASON, BY, APPROVED_BY):
        sheet.merge_range(row, column, row + 1, column, "", formats["open"])
    other = "side.person" if pair.person_key is not None else "side.other_row"
    sides = [
        (texts("side.row"), "", f"{comparison.school_name} ({pair.school_code}), {pair.period}"),
        (texts(other), comparison.other_id, "\n".join(comparison.places)),
    ]
    lines = {line.field: line for line in comparison.lines}
    for below, (side, person_id, places) in enumerate(sides):
        sheet.set_row(row + below, _LINE_HEIGHT)
        for column, text in ((_SIDE, side), (_ID, person_id), (_PLACES, places)):
            sheet.write_string(row + below, column, text, formats["cell"])
        for column, field in enumerate(fields, _FIELDS):
            line = lines.get(field, Line(field, "", "", "", "unknown"))
            sheet.write_string(row + below, column, line.other if below else line.row, formats[line.mark])
    why = _FIELDS + len(fields)
    sheet.merge_range(row, why, row + 1, why, "\n".join(comparison.reasons), formats["cell"])
