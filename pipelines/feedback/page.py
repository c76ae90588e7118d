"""The report as a page: one HTML file without scripts or other files, for a phone, a desk and paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from pipelines.feedback.report import Cause, Place, Report, SheetPlaces
from pipelines.local_time import LOCAL_TIME
from pipelines.periods import Period
from pipelines.texts import Texts

# Places of one cause that a page lists; findings.csv has them all.
_MOST_PLACES = 200
# Files of one cause that are named beside it.
_MOST_FILES = 3
_SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sentence on top, what to do next, and how it is shown: errors, queries or accepted."""

    kind: str
    sentence: str
    hints: tuple[str, ...]


def page(report: Report, texts: Texts, workbooks: Sequence[str] = ()) -> str:
    """The page of a report; whatever stands in a cell is shown as text.

    ``workbooks`` are the paths, from the page, of the files with marked cells.
    """
    return _template(texts).render(
        report=report,
        period=period_label(report, texts),
        facts=facts(report, texts),
        verdict=verdict(report, texts),
        workbooks=workbooks,
    )


def period_label(report: Report, texts: Texts) -> str:
    period = Period.parse(report.period)
    years = f"{period.school_year}–{period.school_year + 1}"
    return texts(f"period.{period.point}", years=years)


def facts(report: Report, texts: Texts) -> list[tuple[str, str]]:
    """What identifies a submission, as (key of its text, value)."""
    values = {
        "period": period_label(report, texts),
        "sender_code": report.sender_code,
        "received_at": report.received_at.astimezone(LOCAL_TIME).strftime("%H:%M %d/%m/%Y"),
        "submission_id": report.submission_id,
    }
    return [(key, value) for key, value in values.items() if value]


def verdict(report: Report, texts: Texts) -> Verdict:
    """Whether the submission was accepted, or what must be corrected."""
    rows, hints = report.all_sheets, []
    if report.errors or rows.rejected:
        kind, hints = "errors", ["hint.errors"]
    else:
        kind = "queries" if report.queries else "accepted"
    if report.queries:
        hints.append("hint.queries")
    if report.decided:
        hints.append("hint.decided")
    sentence = texts(
        "verdict.file_errors" if report.errors and not rows.rejected else f"verdict.{kind}",
        rows=rows.read,
        rejected=rows.rejected,
        errors=report.errors,
        queries=report.queries,
    )
    return Verdict(kind, sentence, tuple(texts(hint, decided=report.decided) for hint in hints))


def _where(cause: Cause, texts: Texts) -> str:
    """Where to look first: the rows of the one sheet, or the sheets."""
    if len(cause.sheets) > 1:
        files = list(dict.fromkeys(sheet.file for sheet in cause.sheets))
        named = [*files[:_MOST_FILES], "…"] if len(files) > _MOST_FILES else files
        return _SEPARATOR.join([*named, texts("where.sheets", n=len(cause.sheets))])
    [sheet] = cause.sheets
    parts = [_place_of(sheet, texts)]
    columns = {place.column for place in sheet.places}
    if len(columns) == 1 and (column := columns.pop()):
        parts.append(texts("where.column", column=column))
    if sheet.first_row is not None:
        # Row numbers, not amounts: no thousands mark.
        first, last = str(sheet.first_row), str(sheet.last_row)
        parts.append(texts("where.row", row=first) if first == last else texts("where.rows", first=first, last=last))
    return _SEPARATOR.join(parts)


def _place_of(sheet: SheetPlaces, texts: Texts) -> str:
    return sheet.file + _SEPARATOR + texts("where.sheet", sheet=sheet.sheet) if sheet.sheet else sheet.file


def _listed(cause: Cause) -> list[tuple[SheetPlaces, tuple[Place, ...]]]:
    """The first places of a cause, by sheet."""
    listed, left = [], _MOST_PLACES
    for sheet in cause.sheets:
        if left > 0:
            listed.append((sheet, sheet.places[:left]))
            left -= len(sheet.places)
    return listed


@cache
def _template(texts: Texts) -> Template:
    """The template with its texts; they are filters, which Jinja calls at once where they are given constants."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "text": texts,
        "number": texts.number,
        "place_of": partial(_place_of, texts=texts),
        "where": partial(_where, texts=texts),
        "listed": _listed,
    }
    environment.globals |= {"language": texts.language, "most_places": _MOST_PLACES}
    return environment.get_template("page.html")
