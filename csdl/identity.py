"""Merging and splitting persons, and the model that recognises them: ``identity merge|split|undo|train``."""

from typing import TYPE_CHECKING, Annotated

import typer

from csdl.installation import open_installation
from csdl.output import AsJson, Commands, KindName, PeriodName, Person, Reason, School, say, show_json, texts
from csdl.training import train

if TYPE_CHECKING:
    from pipelines.review.change_log import Outcome, Request

ApprovedBy = Annotated[str, typer.Option(help=texts("option.approved_by"))]
PersonId = Annotated[str, typer.Argument(help=texts("argument.person"))]


def add_to(app: typer.Typer) -> None:
    identity = typer.Typer(cls=Commands, help=texts("help.identity"), no_args_is_help=True)
    identity.command("merge", help=texts("help.identity.merge"))(merge)
    identity.command("split", help=texts("help.identity.split"))(split)
    identity.command("undo", help=texts("help.identity.undo"))(undo)
    identity.command("train", help=texts("help.identity.train"))(train)
    app.add_typer(identity, name="identity")


def merge(
    first: PersonId,
    second: PersonId,
    person: Person,
    approved_by: ApprovedBy,
    reason: Reason,
    wrong_number: Annotated[str, typer.Option(help=texts("option.wrong_number"))] = "",
    kind: KindName = "learner",
    as_json: AsJson = False,
) -> None:
    from pipelines.identity.kinds import KINDS
    from pipelines.review import changes

    settings, database = open_installation()
    request = _request(person, approved_by, reason)
    outcome = changes.merge(settings, database, KINDS[kind], first, second, request, wrong_number)
    _tell_change("identity.merged", outcome, as_json=as_json)


def split(
    person_id: PersonId,
    person: Person,
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
    request = _request(person, approved_by, reason)
    outcome = changes.split(
        settings, database, KINDS[kind], person_id, request, school_code=school, period=period, to_id=to
    )
    _tell_change("identity.split", outcome, as_json=as_json)


def undo(
    change: Annotated[int, typer.Argument(help=texts("argument.change"))],
    person: Person,
    approved_by: ApprovedBy,
    reason: Reason,
    as_json: AsJson = False,
) -> None:
    from pipelines.review import undo as undoing

    settings, database = open_installation()
    outcome = undoing.undo(settings, database, change, _request(person, approved_by, reason))
    _tell_change("identity.undone", outcome, as_json=as_json)


def _request(by: str, approved_by: str, reason: str) -> "Request":
    from pipelines.review.change_log import Request

    return Request(requested_by=by, approved_by=approved_by, reason=reason)


def _tell_change(key: str, outcome: "Outcome", *, as_json: bool) -> None:
    from dataclasses import asdict

    if as_json:
        show_json(asdict(outcome))
    else:
        say(key, change=str(outcome.change_id), id=outcome.person_id, other=outcome.other_id, rows=outcome.rows)
