"""The queue of doubtful rows: ``review list|show|accept|reject|export|import``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from csdl.installation import open_installation
from csdl.output import (
    DONE,
    SOME_REJECTED,
    AsJson,
    Commands,
    KindName,
    PeriodName,
    Person,
    Reason,
    School,
    as_workbook,
    say,
    show_json,
    show_records,
    show_table,
    texts,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine as Database

    from pipelines.review.queue import Filter, Pair
    from pipelines.settings import Settings

AnyKind = Annotated[Literal["", "learner", "staff"], typer.Option("--kind", help=texts("option.any_kind"))]
Province = Annotated[str, typer.Option(help=texts("option.review_province"))]
PairId = Annotated[str, typer.Argument(help=texts("argument.pair"))]
_PAIR = ("pair", "period", "school_code", "folded_name", "birth_date", "other", "score", "why")


def add_to(app: typer.Typer) -> None:
    review = typer.Typer(cls=Commands, help=texts("help.review"), no_args_is_help=True)
    review.command("list", help=texts("help.review.list"))(list_pairs)
    review.command("show", help=texts("help.review.show"))(show)
    review.command("accept", help=texts("help.review.accept"))(accept)
    review.command("reject", help=texts("help.review.reject"))(reject)
    review.command("export", help=texts("help.review.export"))(export)
    review.command("import", help=texts("help.review.import"))(import_decisions)
    app.add_typer(review, name="review")


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

    settings, database = open_installation()
    wanted = _filter(settings, database, kind, school, province, period)
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


def accept(pair: PairId, person: Person, reason: Reason, as_json: AsJson = False) -> None:
    from pipelines.review.decide import decide

    _, database = open_installation()
    _tell_decided(decide(database, pair, "same", by=person, reason=reason), as_json=as_json)


def reject(
    pair: PairId,
    person: Person,
    reason: Reason,
    new: Annotated[bool, typer.Option("--new", help=texts("option.new_person"))] = False,
    as_json: AsJson = False,
) -> None:
    from pipelines.review.decide import decide

    _, database = open_installation()
    _tell_decided(decide(database, pair, "different", by=person, reason=reason, of_all=new), as_json=as_json)


def export(
    out: Annotated[Path, typer.Option("-o", "--out", callback=as_workbook, help=texts("option.review_out"))],
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
    waiting = queue.list_pairs(database, _filter(settings, database, kind, school, province, period))
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


def _filter(settings: "Settings", database: "Database", kind: str, school: str, province: str, period: str) -> "Filter":
    from pipelines.known import require_period, require_province, require_sender
    from pipelines.review.queue import Filter

    if school:
        require_sender(database, school)
    if province:
        require_province(province)
    wanted = require_period(settings.workspace, database, period).name if period else ""
    return Filter(kind, school, province, wanted)


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
