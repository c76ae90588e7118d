"""Persons and what officers decide about them: ``learner``, ``review …`` and ``identity …``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from csdl.installation import open_installation
from csdl.output import (
    DONE,
    SOME_REJECTED,
    AsJson,
    Commands,
    PeriodName,
    School,
    say,
    show_json,
    show_records,
    show_table,
    texts,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine as Database

    from pipelines.review.change_log import Outcome, Request
    from pipelines.review.life import Life
    from pipelines.review.queue import Filter, Pair
    from pipelines.settings import Settings

KindName = Annotated[Literal["learner", "staff"], typer.Option("--kind", help=texts("option.kind"))]
AnyKind = Annotated[Literal["", "learner", "staff"], typer.Option("--kind", help=texts("option.any_kind"))]
Province = Annotated[str, typer.Option(help=texts("option.review_province"))]
PairId = Annotated[str, typer.Argument(help=texts("argument.pair"))]
PersonId = Annotated[str, typer.Argument(help=texts("argument.person"))]
By = Annotated[str, typer.Option(help=texts("option.by"))]
ApprovedBy = Annotated[str, typer.Option(help=texts("option.approved_by"))]
Reason = Annotated[str, typer.Option(help=texts("option.reason"))]

_PAIR = ("pair", "period", "school_code", "folded_name", "birth_date", "other", "score", "why")
_ENROLMENT = (
    "period",
    "school",
    "class_name",
    "grade",
    "status",
    "full_name",
    "birth_date",
    "outcome",
    "method",
    "score",
)
_DECISION = ("decided_at", "verdict", "person_id", "school_code", "folded_name", "reason", "decided_by")
_VANISHED_FIELDS = ("full_name", "birth_date", "class_name", "grade_code", "position_code")
_CHANGE = ("change_id", "changed_at", "action", "person_id", "other_id", "reason", "requested_by", "approved_by")


def add_to(app: typer.Typer) -> None:
    app.command("learner", help=texts("help.learner"))(learner)
    review = typer.Typer(cls=Commands, help=texts("help.review"), no_args_is_help=True)
    review.command("list", help=texts("help.review.list"))(list_pairs)
    review.command("show", help=texts("help.review.show"))(show)
    review.command("accept", help=texts("help.review.accept"))(accept)
    review.command("reject", help=texts("help.review.reject"))(reject)
    review.command("export", help=texts("help.review.export"))(export)
    review.command("import", help=texts("help.review.import"))(import_decisions)
    app.add_typer(review, name="review")
    identity = typer.Typer(cls=Commands, help=texts("help.identity"), no_args_is_help=True)
    identity.command("merge", help=texts("help.identity.merge"))(merge)
    identity.command("split", help=texts("help.identity.split"))(split)
    identity.command("undo", help=texts("help.identity.undo"))(undo)
    app.add_typer(identity, name="identity")


def learner(
    person_id: Annotated[str, typer.Argument(help=texts("argument.person"))] = "",
    vanished: Annotated[bool, typer.Option("--vanished", help=texts("option.vanished"))] = False,
    school: School = "",
    period: PeriodName = "",
    kind: KindName = "learner",
    as_json: AsJson = False,
) -> None:
    from pipelines.errors import ReviewError
    from pipelines.identity.kinds import KINDS
    from pipelines.review.life import life_of

    if vanished == bool(person_id) or vanished != bool(school and period):
        raise ReviewError("person.incomplete")
    settings, database = open_installation()
    if vanished:
        _show_vanished(settings, database, kind, school, period, as_json=as_json)
        return
    life = life_of(settings, database, KINDS[kind], person_id)
    if as_json:
        show_json(life.as_dict())
    else:
        _show_life(life, kind)


def list_pairs(
    kind: AnyKind = "",
    school: School = "",
    province: Province = "",
    period: PeriodName = "",
    limit: Annotated[int, typer.Option(min=1, help=texts("option.limit"))] = 50,
    as_json: AsJson = False,
) -> None:
    from dataclasses import asdict

    from pipelines.review import queue

    _, database = open_installation()
    wanted = _filter(kind, school, province, period)
    pairs = queue.list_pairs(database, wanted, limit)
    if as_json:
        show_json([asdict(pair) for pair in pairs])
        return
    total = queue.count_pairs(database, wanted)
    if not total:
        say("review.none")
        return
    show_records(_PAIR, [_shown_pair(pair) for pair in pairs])
    say("review.total", total=total, shown=len(pairs))


def show(pair: PairId, as_json: AsJson = False) -> None:
    from dataclasses import asdict

    from pipelines.review.queue import find_pair
    from pipelines.review.sides import compare

    settings, database = open_installation()
    with database.connect() as connection:
        found = find_pair(connection, pair)
    compared = compare(settings, database, found, texts.language)
    if as_json:
        show_json([asdict(comparison) for comparison in compared])
        return
    for comparison in compared:
        waiting = comparison.pair
        other = comparison.other_id or texts("review.other_row")
        say(
            "review.pair",
            pair=waiting.pair_id,
            period=waiting.period,
            school=waiting.school_code,
            name=comparison.school_name,
        )
        lines = [(line.label, line.row, texts(f"mark.{line.mark}"), line.other) for line in comparison.lines]
        show_table((texts("column.field"), texts("column.row_says"), "", texts("column.known_of", other=other)), lines)
        say("review.places", places="; ".join(comparison.places))
        say("review.reasons", reasons="\n".join(f"- {reason}" for reason in comparison.reasons))


def accept(pair: PairId, by: By, reason: Reason, as_json: AsJson = False) -> None:
    from pipelines.review.decide import decide

    _, database = open_installation()
    _tell_decided(decide(database, pair, "same", by=by, reason=reason), as_json=as_json)


def reject(
    pair: PairId,
    by: By,
    reason: Reason,
    new: Annotated[bool, typer.Option("--new", help=texts("option.new_person"))] = False,
    as_json: AsJson = False,
) -> None:
    from pipelines.review.decide import decide

    _, database = open_installation()
    _tell_decided(decide(database, pair, "different", by=by, reason=reason, of_all=new), as_json=as_json)


def export(
    out: Annotated[Path, typer.Option("-o", "--out", help=texts("option.review_out"))],
    kind: KindName = "learner",
    school: School = "",
    province: Province = "",
    period: PeriodName = "",
    as_json: AsJson = False,
) -> None:
    from pipelines.review import queue
    from pipelines.review.sides import compare
    from pipelines.review.workbook import write_workbook

    settings, database = open_installation()
    waiting = queue.list_pairs(database, _filter(kind, school, province, period))
    # A row may wait in several periods: one decision is for all of them.
    pairs = list({pair.pair_id: pair for pair in waiting}.values())
    if pairs:
        write_workbook(compare(settings, database, pairs, texts.language), kind, out, texts.language)
    if as_json:
        show_json({"pairs": len(pairs), "path": str(out) if pairs else None})
    elif pairs:
        say("review.exported", pairs=len(pairs), path=out)
    else:
        say("review.none")


def import_decisions(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help=texts("argument.review_file"))],
    as_json: AsJson = False,
) -> None:
    from dataclasses import asdict

    from pipelines.review.filled import import_workbook

    settings, database = open_installation()
    imported = import_workbook(settings, database, file)
    if as_json:
        show_json(asdict(imported))
    else:
        say("review.imported", decided=imported.decided, merged=imported.merged, unchanged=imported.unchanged)
        if imported.remarks:
            say("review.remarks")
            show_records(("excel_row", "pair", "message"), [asdict(r) | {"pair": r.pair_id} for r in imported.remarks])
    raise typer.Exit(SOME_REJECTED if imported.remarks else DONE)


def merge(
    first: PersonId,
    second: PersonId,
    by: By,
    approved_by: ApprovedBy,
    reason: Reason,
    wrong_number: Annotated[str, typer.Option(help=texts("option.wrong_number"))] = "",
    kind: KindName = "learner",
    as_json: AsJson = False,
) -> None:
    from pipelines.identity.kinds import KINDS
    from pipelines.review import changes

    settings, database = open_installation()
    request = _request(by, approved_by, reason)
    outcome = changes.merge(settings, database, KINDS[kind], first, second, request, wrong_number)
    _tell_change("identity.merged", outcome, as_json=as_json)


def split(
    person_id: PersonId,
    by: By,
    approved_by: ApprovedBy,
    reason: Reason,
    school: School = "",
    period: PeriodName = "",
    to: Annotated[str, typer.Option(help=texts("option.split_to"))] = "",
    kind: KindName = "learner",
    as_json: AsJson = False,
) -> None:
    from pipelines.identity.kinds import KINDS
    from pipelines.review import changes

    settings, database = open_installation()
    request = _request(by, approved_by, reason)
    outcome = changes.split(
        settings, database, KINDS[kind], person_id, request, school_code=school, period=period, to_id=to
    )
    _tell_change("identity.split", outcome, as_json=as_json)


def undo(
    change: Annotated[int, typer.Argument(help=texts("argument.change"))],
    by: By,
    approved_by: ApprovedBy,
    reason: Reason,
    as_json: AsJson = False,
) -> None:
    from pipelines.review import undo as undoing

    settings, database = open_installation()
    outcome = undoing.undo(settings, database, change, _request(by, approved_by, reason))
    _tell_change("identity.undone", outcome, as_json=as_json)


def _filter(kind: str, school: str, province: str, period: str) -> "Filter":
    from pipelines.periods import Period
    from pipelines.review.queue import Filter

    return Filter(kind, school, province, str(Period.parse(period)) if period else "")


def _request(by: str, approved_by: str, reason: str) -> "Request":
    from pipelines.review.change_log import Request

    return Request(requested_by=by, approved_by=approved_by, reason=reason)


def _shown_pair(pair: "Pair") -> dict[str, object]:
    return {
        "pair": pair.pair_id[:8],
        "period": pair.period,
        "school_code": pair.school_code,
        "folded_name": pair.folded_name,
        "birth_date": pair.birth_date,
        "other": texts("review.other_row") if pair.person_key is None else texts("review.person"),
        "score": f"{pair.score:.2f}",
        "why": pair.method,
    }


def _tell_decided(pairs: "list[Pair]", *, as_json: bool) -> None:
    if as_json:
        show_json({"pairs": sorted({pair.pair_id for pair in pairs})})
    else:
        say("review.decided", pairs=len({pair.pair_id for pair in pairs}))


def _tell_change(key: str, outcome: "Outcome", *, as_json: bool) -> None:
    from dataclasses import asdict

    if as_json:
        show_json(asdict(outcome))
    else:
        say(key, change=outcome.change_id, id=outcome.person_id, other=outcome.other_id, rows=outcome.rows)


def _show_life(life: "Life", kind: str) -> None:
    from pipelines.identity.kinds import KINDS
    from pipelines.review.shown import shown_fields

    fields = {shown.name: shown for shown in shown_fields(KINDS[kind])}
    person = life.person
    if life.asked_id != person.person_id:
        say("life.superseded", asked=life.asked_id, id=person.person_id)
    say("life.person", id=person.person_id, scheme=texts(f"life.scheme.{person.scheme}"), period=person.first_period)
    if life.superseded:
        say("life.other_ids", ids=", ".join(other.person_id for other in life.superseded))
    wanted = {"class_name": "class_name", "grade": "grade_code", "status": "status_code"}
    wanted |= {"full_name": "full_name", "birth_date": "birth_date"}
    enrolments = [
        {column: fields[name].text(e.said, texts.language) if name in fields else "" for column, name in wanted.items()}
        | {"period": e.period, "school": f"{e.school_name} ({e.school_code})", "score": f"{e.score:.2f}"}
        | {"outcome": texts(f"life.outcome.{e.outcome}"), "method": e.method}
        for e in life.enrolments
    ]
    show_records(_ENROLMENT, enrolments)
    if life.decisions:
        say("life.decisions")
        show_records(_DECISION, [_dated(decision, "decided_at", "verdict") for decision in life.decisions])
    if life.changes:
        say("life.changes")
        show_records(_CHANGE, [_dated(change, "changed_at", "action") for change in life.changes])


def _show_vanished(
    settings: "Settings", database: "Database", kind: str, school: str, period: str, *, as_json: bool
) -> None:
    from pipelines.identity.kinds import KINDS
    from pipelines.periods import Period
    from pipelines.review.shown import shown_fields
    from pipelines.review.vanished import vanished_from

    found = vanished_from(settings, database, KINDS[kind], school, Period.parse(period))
    if as_json:
        show_json(found)
    elif not found:
        say("vanished.none", school=school, period=period)
    else:
        fields = [shown for shown in shown_fields(KINDS[kind]) if shown.name in _VANISHED_FIELDS]
        headers = [
            texts("column.person_id"),
            texts("column.last_period"),
            *(f.field.label(texts.language) for f in fields),
        ]
        rows = [(row["person_id"], row["last_period"], *(f.text(row, texts.language) for f in fields)) for row in found]
        show_table(headers, rows)
        say("vanished.total", total=len(found))


def _dated(record: object, moment: str, word: str) -> dict[str, object]:
    """A record with its moment in local time and its key word in the chosen language."""
    from dataclasses import asdict
    from datetime import UTC

    shown = asdict(record)  # type: ignore[call-overload]  # any of the records of a life
    shown[moment] = shown[moment].replace(tzinfo=UTC).astimezone().strftime("%d/%m/%Y %H:%M")
    shown[word] = texts(f"{word}.{shown[word]}", change=shown.get("undoes"))
    return dict(shown)
