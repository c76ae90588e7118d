"""What officers and schools decide about findings and cells: ``corrections list|check``."""

import typer

from csdl.installation import open_installation
from csdl.output import DONE, SOME_REJECTED, AsJson, Commands, complain, say, show_json, show_records, texts

_CORRECTION = (
    "state", "period", "sender_code", "dataset", "row", "field", "old_value", "new_value", "reason", "person", "place",
)  # fmt: skip


def add_to(app: typer.Typer) -> None:
    corrections = typer.Typer(cls=Commands, help=texts("help.corrections"), no_args_is_help=True)
    corrections.command("list", help=texts("help.corrections.list"))(list_corrections)
    corrections.command("check", help=texts("help.corrections.check"))(check_corrections)
    app.add_typer(corrections, name="corrections")


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
    waiting = sum(one.state == "waiting" for one in checked)
    if as_json:
        show_json([{"place": one.correction.place, "state": one.state, "problem": one.problem} for one in stale])
    else:
        for one in stale:
            complain("corrections.stale", problem=one.problem)
        say("corrections.well", n=len(checked) - len(stale) - waiting, waiting=waiting)
    raise typer.Exit(SOME_REJECTED if stale else DONE)
