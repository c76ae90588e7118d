"""What officers and schools decide: ``explain``, ``explanations``, ``waive``, ``waivers`` and ``corrections``."""

from datetime import datetime
from typing import Annotated

import typer

from csdl.installation import open_installation
from csdl.output import (
    DONE,
    SOME_REJECTED,
    AsJson,
    Commands,
    PeriodName,
    Person,
    School,
    complain,
    say,
    show_json,
    show_records,
    texts,
)
from pipelines.local_time import today

Rule = Annotated[str, typer.Argument(help=texts("argument.rule"))]

_CORRECTION = (
    "state", "period", "sender_code", "dataset", "row", "field", "old_value", "new_value", "reason", "person", "place",
)  # fmt: skip


def add_to(app: typer.Typer) -> None:
    corrections = typer.Typer(cls=Commands, help=texts("help.corrections"), no_args_is_help=True)
    corrections.command("list", help=texts("help.corrections.list"))(list_corrections)
    corrections.command("check", help=texts("help.corrections.check"))(check_corrections)
    app.add_typer(corrections, name="corrections")
    app.command("explain", help=texts("help.explain"))(explain)
    explanations = typer.Typer(cls=Commands, help=texts("help.explanations"), no_args_is_help=True)
    explanations.command("list", help=texts("help.explanations.list"))(list_explanations)
    explanations.command("codes", help=texts("help.explanations.codes"))(list_codes)
    explanations.command("withdraw", help=texts("help.explanations.withdraw"))(withdraw)
    app.add_typer(explanations, name="explanations")
    app.command("waive", help=texts("help.waive"))(waive)
    waivers = typer.Typer(cls=Commands, help=texts("help.waivers"), no_args_is_help=True)
    waivers.command("list", help=texts("help.waivers.list"))(list_waivers)
    waivers.command("end", help=texts("help.waivers.end"))(end)
    app.add_typer(waivers, name="waivers")


def explain(
    rule: Rule,
    school: Annotated[str, typer.Option(help=texts("option.school"))],
    period: Annotated[str, typer.Option(help=texts("option.period"))],
    person: Person,
    code: Annotated[str, typer.Option(help=texts("option.explanation_code"))] = "",
    text: Annotated[str, typer.Option(help=texts("option.explanation_text"))] = "",
    value: Annotated[str, typer.Option(help=texts("option.explanation_value"))] = "",
) -> None:
    from pipelines.decisions import explanations
    from pipelines.periods import Period

    _, database = open_installation()
    number = explanations.explain(
        database, rule, school, Period.parse(period), person=person, code=code, text=text, value=value
    )
    say("explain.done", number=str(number), rule=rule, school=school)


def list_explanations(school: School = "", period: PeriodName = "", as_json: AsJson = False) -> None:
    from pipelines.decisions.explanations import accepted_explanations
    from pipelines.decisions.explanations import list_explanations as acting
    from pipelines.known import require_collection, require_sender
    from pipelines.periods import Period

    _, database = open_installation()
    if school:
        require_sender(database, school)
    if period:
        require_collection(database, Period.parse(period), today())
    listed = [dict(row._mapping) for row in acting(database, school, period)]
    if as_json:
        show_json(listed)
    elif not listed:
        say("explanations.none")
    else:
        labels = {code: accepted.label(texts.language) for code, accepted in accepted_explanations().items()}
        for row in listed:
            row["text"] = ": ".join(filter(None, (labels.get(row["code"], ""), row["text"])))
            row["number"] = str(row["explanation_id"])
        show_records(("number", "rule_id", "period", "sender_code", "value", "text", "person"), listed)


def list_codes(
    rule: Annotated[str, typer.Option(help=texts("option.rule"))] = "",
    as_json: AsJson = False,
) -> None:
    from pipelines.decisions.explanations import accepted_explanations
    from pipelines.rulebook.catalogue import one_rule
    from schemas.catalogue import load_catalogue

    if rule:
        rule = one_rule(load_catalogue(), rule).id
    fitting = [one for one in accepted_explanations().values() if not rule or not one.rules or rule in one.rules]
    listed = [
        {"code": one.code, "rule_id": " ".join(sorted(one.rules)) or "*", "text": one.label(texts.language)}
        for one in fitting
    ]
    if as_json:
        show_json(listed)
    else:
        show_records(("code", "text", "rule_id"), listed)


def withdraw(number: Annotated[int, typer.Argument(help=texts("argument.explanation"))]) -> None:
    from pipelines.decisions import explanations

    _, database = open_installation()
    explanations.withdraw(database, number)
    say("explanations.withdrawn", number=str(number))


def waive(
    rule: Rule,
    period: Annotated[str, typer.Option(help=texts("option.period"))],
    reason: Annotated[str, typer.Option(help=texts("option.reason"))],
    person: Person,
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d", "%d/%m/%Y"], help=texts("option.until"))],
    school: School = "",
    commune: Annotated[str, typer.Option(help=texts("option.commune"))] = "",
    province: Annotated[str, typer.Option(help=texts("option.province"))] = "",
) -> None:
    from pipelines.decisions import waivers
    from pipelines.errors import DecisionError
    from pipelines.periods import Period

    areas: dict[waivers.Scope, str] = {"school": school, "commune": commune, "province": province}
    chosen = [(scope, code) for scope, code in areas.items() if code]
    if len(chosen) != 1:
        raise DecisionError("decision.no_scope")
    [(scope, code)] = chosen
    _, database = open_installation()
    number = waivers.waive(
        database, rule, Period.parse(period), scope, code, reason=reason, person=person, expires_on=until.date()
    )
    say("waive.done", number=str(number), rule=rule, area=code, until=f"{until:%d/%m/%Y}")


def list_waivers(
    ended: Annotated[bool, typer.Option("--ended", help=texts("option.ended"))] = False, as_json: AsJson = False
) -> None:
    from pipelines.decisions import waivers

    _, database = open_installation()
    listed = [dict(row._mapping) for row in waivers.list_waivers(database, ended=ended)]
    if as_json:
        show_json(listed)
    elif not listed:
        say("waivers.none")
    else:
        for row in listed:
            row["number"] = str(row["waiver_id"])
            row["area_code"] = " ".join((texts(f"scope.{row['scope']}"), row["area_code"]))
        show_records(("number", "rule_id", "period", "area_code", "reason", "person", "expires_on", "ended_at"), listed)


def end(number: Annotated[int, typer.Argument(help=texts("argument.waiver"))], person: Person) -> None:
    from pipelines.decisions import waivers

    _, database = open_installation()
    waivers.end_waiver(database, number, person)
    say("waivers.ended", number=str(number))


def list_corrections(as_json: AsJson = False) -> None:
    from dataclasses import asdict

    from pipelines.validation.corrections_check import check_corrections

    checked = check_corrections(*open_installation())
    listed = [asdict(one.correction) | {"state": one.state, "said": one.said} for one in checked]
    if as_json:
        show_json(listed)
    elif not listed:
        say("corrections.none")
    else:
        for row in listed:
            row["state"] = texts(f"correction.state.{row['state']}")
            row["row"] = f"{row['key_field']} = {row['key_value']}" if row["key_field"] else row["excel_row"]
        show_records(_CORRECTION, listed)


def check_corrections(as_json: AsJson = False) -> None:
    from pipelines.validation.corrections_check import check_corrections

    checked = check_corrections(*open_installation())
    stale = [one for one in checked if one.is_stale]
    done = [one for one in checked if one.state == "done"]
    waiting = sum(one.state == "waiting" for one in checked)
    if as_json:
        show_json([{"place": one.correction.place, "state": one.state, "problem": one.problem} for one in stale])
    else:
        for one in [*stale, *done]:
            complain("corrections.told", problem=one.problem)
        say("corrections.well", n=len(checked) - len(stale) - len(done) - waiting, done=len(done), waiting=waiting)
    raise typer.Exit(SOME_REJECTED if stale else DONE)
