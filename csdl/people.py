"""A whole life, and who vanished: ``learner``."""

from typing import TYPE_CHECKING, Annotated

import typer

from csdl.installation import open_installation
from csdl.output import AsJson, KindName, PeriodName, School, say, show_json, show_records, show_table, texts

if TYPE_CHECKING:
    from sqlalchemy import Engine as Database

    from pipelines.review.claimed import ClaimedValue
    from pipelines.review.life import Life
    from pipelines.settings import Settings

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
_CLAIM = ("period", "school", "claimed_field", "claimed_value", "known_value", "claim_status")
_DECISION = ("decided_at", "verdict", "person_id", "school_code", "folded_name", "reason", "decided_by")
_CHANGE = ("change_id", "changed_at", "action", "person_id", "other_id", "reason", "requested_by", "approved_by")


_VANISHED_FIELDS = ("full_name", "birth_date", "class_name", "grade_code", "position_code")


def add_to(app: typer.Typer) -> None:
    app.command("learner", help=texts("help.learner"))(learner)


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
    if life.claims:
        say("life.claims")
        show_records(_CLAIM, [_claimed(claim, kind) for claim in life.claims])
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
    from pipelines.known import require_period, require_sender
    from pipelines.review.shown import shown_fields
    from pipelines.review.vanished import vanished_from

    require_sender(database, school)
    wanted = require_period(settings.workspace, database, period)
    found = vanished_from(settings, database, KINDS[kind], school, wanted)
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


def _claimed(claim: "ClaimedValue", kind: str) -> dict[str, object]:
    from pipelines.identity.kinds import KINDS
    from pipelines.review.claimed import label_of, text_of

    return {
        "period": claim.period,
        "school": f"{claim.school_name} ({claim.school_code})",
        "claimed_field": label_of(claim.attribute, KINDS[kind], texts.language),
        "claimed_value": text_of(claim.attribute, claim.value, KINDS[kind], texts.language),
        "known_value": text_of(claim.attribute, claim.known, KINDS[kind], texts.language),
        "claim_status": texts(f"life.claim.{claim.status}", period=claim.settled_in),
    }


def _dated(record: object, moment: str, word: str) -> dict[str, object]:
    """A record with its moment in local time and its key word in the chosen language."""
    from dataclasses import asdict
    from datetime import UTC

    shown = asdict(record)  # type: ignore[call-overload]  # any of the records of a life
    shown[moment] = shown[moment].replace(tzinfo=UTC).astimezone().strftime("%d/%m/%Y %H:%M")
    shown |= {name: str(shown[name]) for name in ("change_id", "undoes") if name in shown}
    shown[word] = texts(f"{word}.{shown[word]}", change=shown.get("undoes"))
    return dict(shown)
