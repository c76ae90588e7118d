"""The load: ``submit``, ``run`` and ``status``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from csdl.installation import launch_load, open_installation
from csdl.output import (
    DONE,
    NOT_DONE,
    SOME_REJECTED,
    AsJson,
    PeriodName,
    School,
    complain,
    say,
    show_json,
    show_records,
    show_table,
    texts,
    working,
)

if TYPE_CHECKING:
    from pipelines.intake.receive import Receipt
    from pipelines.overview.quality import Score


def add_to(app: typer.Typer) -> None:
    app.command("submit", help=texts("help.submit"))(submit)
    app.command("run", help=texts("help.run"))(run)
    app.command("status", help=texts("help.status"))(status)


def submit(
    path: Annotated[list[Path], typer.Argument(exists=True, help=texts("argument.submit"))],
    school: School = "",
    period: PeriodName = "",
    as_json: AsJson = False,
) -> None:
    from dataclasses import asdict

    from pipelines.errors import DeliveryError
    from pipelines.intake.copy import copy_into_landing
    from pipelines.intake.receive import receive_files, receive_landing, refused_receipts
    from pipelines.periods import Period

    if bool(school) != bool(period) or (not school and any(file.is_file() for file in path)):
        raise DeliveryError("delivery.incomplete")
    if not school and (no_tree := [one for one in path if not one.is_dir()]):
        raise DeliveryError("delivery.unreadable", path=no_tree[0])
    settings, database = open_installation()
    with working("progress.receiving"):
        if school:
            receipts = receive_files(settings, database, path, sender_code=school, period=Period.parse(period))
        else:
            left_behind = [refused for tree in path for refused in copy_into_landing(settings.workspace, tree)]
            receipts = receive_landing(settings, database) + refused_receipts(left_behind)
    refused = [receipt for receipt in receipts if receipt.refusal]
    taken = [receipt for receipt in receipts if not receipt.refusal]
    if as_json:
        show_json([asdict(receipt) for receipt in receipts])
    elif not receipts:
        say("submit.nothing")
    else:
        if taken:
            _show_receipts(taken)
        for receipt in refused:
            assert receipt.refusal
            say("receipt.refused", path=receipt.files[0].name, why=receipt.refusal.describe(texts.language))
    raise typer.Exit(SOME_REJECTED if refused else DONE)


def _show_receipts(receipts: "Sequence[Receipt]") -> None:
    show_records(
        ("submission_id", "period", "sender_code", "files", "receipt"),
        [
            {
                "submission_id": receipt.submission_id,
                "period": receipt.period,
                "sender_code": receipt.sender_code,
                "files": len(receipt.files),
                "receipt": texts("receipt.new" if receipt.is_new else "receipt.same"),
            }
            for receipt in receipts
        ],
    )


def run(
    period: Annotated[list[str] | None, typer.Option(help=texts("option.run_period"))] = None,
    province: Annotated[list[str] | None, typer.Option(help=texts("option.run_province"))] = None,
    everything: Annotated[bool, typer.Option("--all", help=texts("option.all"))] = False,
    as_json: AsJson = False,
) -> None:
    from pipelines.known import require_period, require_province

    settings, database = open_installation()
    periods = [require_period(settings.workspace, database, name).name for name in period or []]
    for code in province or []:
        require_province(code)
    with working("progress.loading"):
        load = launch_load(periods=periods, provinces=province or [], everything=everything)
    rejected = show_summary(load.refused_paths, as_json=as_json)
    if not load.has_passed:
        complain("run.stopped" if load.was_stopped else "run.failed")
        raise typer.Exit(NOT_DONE)
    raise typer.Exit(SOME_REJECTED if rejected else DONE)


def show_summary(refused_paths: int, *, as_json: bool = False) -> int:
    """What is loaded now, in total; answers the number of rows, files and paths of the landing that were not taken."""
    from pipelines.feedback.workbooks import marked_submissions
    from pipelines.overview.status import partition_statuses, person_outcomes
    from pipelines.publication.manifest import read_manifest
    from pipelines.publication.pointer import read_pointer

    settings, database = open_installation()
    states = partition_statuses(settings, database)
    pointer = read_pointer(settings.workspace)
    names = ("files", "refused", "rows_read", "rows_accepted", "rows_queried", "rows_rejected")
    totals: dict[str, int] = {name: sum(getattr(state, name) for state in states) for name in names}
    totals["refused_paths"] = refused_paths
    periods = sorted({state.period for state in states})
    schools = sum({state.province_code: state.schools_known for state in states}.values())
    people = {
        "learners": person_outcomes(settings, database, "learner"),
        "staff": person_outcomes(settings, database, "staff"),
    }
    release = pointer.release_id if pointer else None
    corrected = read_manifest(settings.workspace.releases / release).corrected_cells if release else 0
    marked = marked_submissions(settings.workspace)
    if as_json:
        told = {"periods": periods, "schools": schools, **totals, **people, "corrected": corrected, "marked": marked}
        show_json(told | {"release": release})
    else:
        shown = {kind: _outcomes(numbers) for kind, numbers in people.items()} | totals
        shown |= {"periods": ", ".join(periods), "schools": schools, "corrected": corrected, "marked": marked}
        shown["release"] = release or texts("summary.no_release")
        say("summary", **shown)
    return totals["rows_rejected"] + totals["refused"] + refused_paths


def _outcomes(numbers: dict[str, int]) -> str:
    return ", ".join(texts(f"outcome.{outcome}", n=n) for outcome, n in sorted(numbers.items()))


def status(school: School = "", period: PeriodName = "", as_json: AsJson = False) -> None:
    from dataclasses import asdict

    from pipelines.errors import ReleaseError
    from pipelines.known import require_period, require_sender
    from pipelines.overview.quality import quality_scores
    from pipelines.overview.status import partition_statuses

    settings, database = open_installation()
    wanted = require_period(settings.workspace, database, period).name if period else ""
    if school:
        require_sender(database, school)
    states = [asdict(state) for state in partition_statuses(settings, database, sender=school, period=wanted)]
    try:
        scores, no_scores = quality_scores(settings, school=school), ""
    except ReleaseError as error:
        scores, no_scores = {}, str(error)
    of_state = [scores.get((s["period"], school or s["province_code"]), {}) for s in states]
    if as_json:
        show_json(
            [s | {"quality": {d: asdict(one) for d, one in q.items()}} for s, q in zip(states, of_state, strict=True)]
        )
    elif not states:
        say("status.nothing")
    else:
        show_records(tuple(states[0]), states)
        if any(of_state):
            _show_quality(states, of_state)
    if no_scores:
        complain("status.no_quality", why=no_scores)


def _show_quality(states: list[dict[str, Any]], scores: "list[dict[str, Score]]") -> None:
    """The scores of the current release, with their change since the period before."""
    from schemas.quality import load_dimensions

    say("status.quality")
    labels = {d.name: d.label_vi if texts.language == "vi" else d.label_en for d in load_dimensions()}
    headers = [texts("column.period"), texts("column.province_code"), *labels.values()]
    show_table(
        headers,
        [
            [state["period"], state["province_code"], *(_score(of_state.get(name)) for name in labels)]
            for state, of_state in zip(states, scores, strict=True)
        ],
    )


def _score(score: "Score | None") -> str:
    if score is None:
        return "–"
    change = "" if score.previous_score is None else f" ({score.score - score.previous_score:+.1%})"
    return f"{score.score:.1%}{change}"
