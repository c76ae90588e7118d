"""The rules and what they mean: ``rules list|show|docs|export``."""

from pathlib import Path
from typing import Annotated

import typer

from csdl.output import AsJson, Commands, say, show_json, show_records, texts

_RULE = ("rule_id", "dataset", "severity", "since", "until", "message")


def add_to(app: typer.Typer) -> None:
    rules = typer.Typer(cls=Commands, help=texts("help.rules"), no_args_is_help=True)
    rules.command("list", help=texts("help.rules.list"))(list_rules)
    rules.command("show", help=texts("help.rules.show"))(show)
    rules.command("docs", help=texts("help.rules.docs"))(docs)
    rules.command("export", help=texts("help.rules.export"))(export)
    app.add_typer(rules, name="rules")


def list_rules(
    dataset: Annotated[str, typer.Option(help=texts("option.dataset"))] = "",
    family: Annotated[str, typer.Option(help=texts("option.family"))] = "",
    severity: Annotated[str, typer.Option(help=texts("option.severity"))] = "",
    as_json: AsJson = False,
) -> None:
    from pipelines.rulebook.catalogue import as_record, chosen_rules
    from schemas.catalogue import load_catalogue

    catalogue = load_catalogue()
    rules = chosen_rules(catalogue, dataset=dataset, family=family, severity=severity)
    records = [as_record(catalogue, rule) for rule in rules]
    if as_json:
        show_json({"version": catalogue.version, "rules": records})
    else:
        show_records(_RULE, [record | {"message": record[f"message_{texts.language}"]} for record in records])
        say("rules.counted", rules=len(records), version=catalogue.version)


def show(
    rule: Annotated[str, typer.Argument(help=texts("argument.rule"))],
    as_json: AsJson = False,
) -> None:
    from pipelines.rulebook.catalogue import as_record, one_rule
    from schemas.catalogue import load_catalogue

    catalogue = load_catalogue()
    record = as_record(catalogue, one_rule(catalogue, rule))
    if as_json:
        show_json(record)
    else:
        shown = record | {name: record[name] or "—" for name in ("since", "until")}
        say("rules.shown", **(shown | {"fields": ", ".join(map(str, catalogue.rules[str(record["rule_id"])].fields))}))


def docs() -> None:
    from pipelines.rulebook.page import PAGE, write_page

    write_page()
    say("rules.written", path=PAGE)


def export(folder: Annotated[Path, typer.Argument(help=texts("argument.export"))]) -> None:
    from pipelines.rulebook.catalogue import write_export
    from schemas.catalogue import load_catalogue

    for path in write_export(load_catalogue(), folder):
        say("rules.written", path=path)
