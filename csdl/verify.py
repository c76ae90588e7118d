"""Checking people against the population register: ``verify``, ``verify export|import|status``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from csdl.installation import open_installation
from csdl.output import (
    DONE,
    NOT_DONE,
    SOME_REJECTED,
    AsJson,
    Commands,
    complain,
    say,
    show_json,
    show_records,
    texts,
    working,
)
from pipelines.local_time import today

if TYPE_CHECKING:
    from sqlalchemy import Engine as Database

    from pipelines.settings import Settings
    from pipelines.staging import Partition
    from pipelines.verification.channel import Channel

Periods = Annotated[list[str] | None, typer.Option("--period", help=texts("option.verify_period"))]
Provinces = Annotated[list[str] | None, typer.Option("--province", help=texts("option.run_province"))]
Limit = Annotated[int | None, typer.Option(min=1, help=texts("option.verify_limit"))]

_NUMBERS = ("asked", "answered", "still_open", "later", "repeated", "unknown", "contradictory", "malformed")
_COVERAGE = (
    "period", "area_code", "kind", "persons", "verified", "mismatch", "not_found", "cancelled_or_deceased", "no_personal_id",
    "pending", "share", "target",
)  # fmt: skip


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(cls=Commands, invoke_without_command=True)
    group.callback(help=texts("help.verify"))(verify)
    group.command("export", help=texts("help.verify.export"))(export)
    group.command("import", help=texts("help.verify.import"))(import_)
    group.command("status", help=texts("help.verify.status"))(status)
    app.add_typer(group, name="verify")


def verify(
    context: typer.Context,
    period: Periods = None,
    province: Provinces = None,
    limit: Limit = None,
    channel: Annotated[str, typer.Option(help=texts("option.channel"))] = "",
    as_json: AsJson = False,
) -> None:
    if context.invoked_subcommand is None:
        from pipelines.verification.channels import open_channel

        settings, database = open_installation()
        chosen = open_channel(settings, database, today(), channel)
        _exchange(settings, database, chosen, _partitions(settings, database, period, province), limit, as_json=as_json)


def export(
    folder: Annotated[Path, typer.Argument(file_okay=False, help=texts("argument.requests"))],
    period: Periods = None,
    province: Provinces = None,
    limit: Limit = None,
    as_json: AsJson = False,
) -> None:
    from pipelines.verification.channels import open_exchange

    settings, database = open_installation()
    exchange = open_exchange(database, today(), outbox=folder)
    _exchange(settings, database, exchange, _partitions(settings, database, period, province), limit, as_json=as_json)


def import_(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help=texts("argument.import"))],
    as_json: AsJson = False,
) -> None:
    from pipelines.verification.channels import open_exchange

    settings, database = open_installation()
    _exchange(settings, database, open_exchange(database, today(), inbox=folder), (), None, as_json=as_json)


def status(
    by: Annotated[str, typer.Option(help=texts("option.coverage_by"))] = "province",
    period: Periods = None,
    province: Provinces = None,
    as_json: AsJson = False,
) -> None:
    from dataclasses import asdict

    from pipelines.verification.coverage import LEVELS, coverage

    if by not in LEVELS:
        raise typer.BadParameter(texts("verify.no_level", levels=", ".join(LEVELS)), param_hint="--by")
    settings, database = open_installation()
    areas = coverage(settings, database, _partitions(settings, database, period, province), by)
    if as_json:
        show_json([asdict(area) | {"share": area.share, "target": area.target} for area in areas])
    elif not areas:
        say("status.nothing")
    else:
        show_records(
            _COVERAGE,
            [
                asdict(area)
                | {
                    "kind": texts(f"verify.kind.{area.kind}"),
                    "share": texts(
                        "verify.share" if area.share >= area.target else "verify.share_below", percent=100 * area.share
                    ),
                    "target": texts("verify.share", percent=100 * area.target),
                }
                for area in areas
            ],
        )


def _partitions(
    settings: "Settings", database: "Database", period: list[str] | None, province: list[str] | None
) -> "list[Partition]":
    from pipelines.known import require_period, require_province
    from pipelines.verification.verify import partitions_to_verify

    periods = [require_period(settings.workspace, database, name).name for name in period or []]
    for code in province or []:
        require_province(code)
    return partitions_to_verify(database, periods, province or [])


def _exchange(
    settings: "Settings",
    database: "Database",
    channel: "Channel",
    partitions: "Sequence[Partition]",
    limit: int | None,
    *,
    as_json: bool,
) -> None:
    """Verify, say what came of it, and end with the exit code for that."""
    from pipelines.verification.verify import verify as verify_people
    from schemas.catalogue import load_catalogue

    with working("progress.verifying"):
        tally = verify_people(settings, database, channel, partitions, today(), limit=limit)
    numbers = {name: getattr(tally, name) for name in (*_NUMBERS, "batches_sent")}
    if as_json:
        failures = [str(failure) for failure in tally.failures]
        stopped = str(tally.stopped) if tally.stopped else None
        show_json(numbers | {"statuses": tally.statuses, "failures": failures, "stopped": stopped})
    else:
        say("verify.done", **numbers)
        for code in load_catalogue().code_lists["verification_status"]:
            if count := tally.statuses[code.code]:
                say("verify.status", status=code.label_vi if texts.language == "vi" else code.label_en, n=count)
        for failure in tally.failures:
            complain("error", message=failure)
        if tally.stopped:
            complain("error", message=tally.stopped)
    if tally.stopped:
        raise typer.Exit(NOT_DONE)
    raise typer.Exit(DONE if tally.is_clean else SOME_REJECTED)
