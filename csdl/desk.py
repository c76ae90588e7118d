"""At the desk of a school or an officer: ``check``, ``findings`` and ``template``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from csdl.installation import open_installation
from csdl.output import (
    DONE,
    SOME_REJECTED,
    AsJson,
    PeriodName,
    School,
    as_workbook,
    complain,
    say,
    show_json,
    show_records,
    texts,
    working,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine as Database

    from pipelines.settings import Settings

Finding = dict[str, object]

# Places of one cause that are shown one by one.
_MOST_PLACES = 8
_PLACE = ("severity", "file", "sheet", "excel_row", "excel_column", "message", "fix", "rule_id")
_RULE = ("severity", "rule_id", "dataset", "findings", "open", "senders", "message", "fix")
_CAUSE = (
    "period",
    "severity",
    "status",
    "rule_id",
    "file",
    "sheet",
    "first_row",
    "last_row",
    "excel_column",
    "findings",
    "sheets",
    "message",
    "fix",
)


def add_to(app: typer.Typer) -> None:
    app.command("template", help=texts("help.template"))(template)
    app.command("check", help=texts("help.check"))(check)
    app.command("findings", help=texts("help.findings"))(findings)


def template(
    dataset: Annotated[list[str], typer.Argument(help=texts("argument.dataset"))],
    out: Annotated[
        Path, typer.Option("--out", "-o", dir_okay=False, callback=as_workbook, help=texts("option.template_out"))
    ],
    school: Annotated[str, typer.Option(help=texts("option.template_school"))] = "",
    period: Annotated[str, typer.Option(help=texts("option.template_period"))] = "",
) -> None:
    from pipelines.local_time import today
    from pipelines.periods import Period
    from pipelines.templates.write import write_template
    from schemas.catalogue import load_catalogue

    known = load_catalogue().datasets
    if unknown := [name for name in dataset if name not in known]:
        raise typer.BadParameter(texts("template.unknown", unknown=", ".join(unknown), known=", ".join(known)))
    if school and not period:
        raise typer.BadParameter(texts("template.incomplete"), param_hint="--period")
    collection = Period.parse(period) if period else Period.latest(today())
    if school:
        from pipelines.templates.prefill import prefilled

        settings, database = open_installation()
        with working("progress.template"):
            rows, sources = prefilled(settings, database, school, collection, dataset)
            write_template(dataset, out, collection, language=texts.language, rows=rows)
        for name, source in sources.items():
            say("template.prefilled", dataset=_label(name), rows=len(rows[name]), period=source)
    else:
        write_template(dataset, out, collection, language=texts.language)
    say("template.done", out=out, period=collection)


def check(
    file: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help=texts("argument.check"))],
    school: School = "",
    period: PeriodName = "",
    annotated: Annotated[Path | None, typer.Option(writable=True, help=texts("option.annotated"))] = None,
    explain: Annotated[bool, typer.Option("--explain", help=texts("option.explain"))] = False,
    as_json: AsJson = False,
) -> None:
    if explain:
        _explain(file, as_json=as_json)
        return
    from pipelines.intake.reader_client import start_spare

    # While the reader gets ready, this process imports what it needs itself.
    start_spare()

    from dataclasses import asdict

    from pipelines.desk import check_files

    with working("progress.checking"):
        report = check_files(file, school_code=school, period=period, annotated=annotated)
    if as_json:
        show_json(asdict(report))
    else:
        if report.findings:
            show_records(_PLACE, _lines(report.findings))
        for dataset, rows in report.rows.items():
            say("check.rows", dataset=_label(dataset), **asdict(rows))
        if report.missing_datasets:
            say("check.missing", datasets=", ".join(map(_label, report.missing_datasets)))
        say("check.errors" if report.has_errors else "check.passed", period=report.period)
        for path in report.annotated:
            say("check.annotated", out=path)
        if annotated and not report.annotated:
            say("check.not_annotated", out=annotated)
    raise typer.Exit(SOME_REJECTED if report.has_errors else DONE)


def _explain(files: list[Path], *, as_json: bool) -> None:
    """How the files are read, sheet by sheet."""
    from dataclasses import asdict

    from pipelines.explain import explain_files
    from schemas.catalogue import load_catalogue

    with working("progress.checking"):
        tables = explain_files(files)
    if as_json:
        show_json([asdict(table) for table in tables])
        return
    catalogue = load_catalogue()
    for table in tables:
        place = {"file": table.file, "sheet": table.sheet}
        if table.why is None:
            say("explain.passed_over", **place, why=_why(table.passed_over))
            continue
        header, other = table.why["header"], table.why["runner_up"]
        say("explain.table", **place, dataset=_label(table.dataset), rows=_rows(header["rows"]), n=table.rows)
        say("explain.why", **header | {"unknown": -header["unknown"]}, percent=round(100 * table.why["certainty"]))
        if other:
            say(
                "explain.runner_up", dataset=_label(other["dataset"]), rows=_rows(other["rows"]), fields=other["fields"]
            )
        for kind, rows in table.why["other_rows"].items():
            say(
                "explain.other_rows",
                kind=texts(f"explain.{kind}"),
                n=len(rows),
                rows=", ".join(map(str, rows[:_MOST_PLACES])),
            )
        labels = {field.name: field.label(texts.language) for field in catalogue.datasets[table.dataset].columns}
        show_records(
            ("excel_column", "header", "field"),
            [
                {
                    "excel_column": c["letter"],
                    "header": c["header"],
                    "field": labels.get(c["field"], texts("explain.no_field")),
                }
                for c in table.columns
            ],
        )


def _why(passed_over: str) -> str:
    """Why a sheet was passed over, or by which rule a whole file was refused."""
    return passed_over if passed_over.startswith("FIL") else texts(f"explain.{passed_over}")


def _rows(rows: list[int]) -> str:
    first, last = rows
    return str(first) if first == last else f"{first}–{last}"


def findings(
    school: School = "",
    rule: Annotated[str, typer.Option(help=texts("option.rule"))] = "",
    period: PeriodName = "",
    annotated: Annotated[Path | None, typer.Option(file_okay=False, help=texts("option.annotated_folder"))] = None,
    as_json: AsJson = False,
) -> None:
    from pipelines.known import require_period, require_sender
    from pipelines.overview.findings import findings_by_cause, findings_by_rule
    from pipelines.rulebook.catalogue import one_rule
    from schemas.catalogue import load_catalogue

    settings, database = open_installation()
    rule = one_rule(load_catalogue(), rule).id if rule else ""
    wanted = require_period(settings.workspace, database, period).name if period else ""
    if school:
        require_sender(database, school)
    if annotated:
        _mark_files(settings, database, school, wanted, annotated)
        return
    groups = (
        findings_by_cause(settings, database, school, rule=rule, period=wanted)
        if school
        else findings_by_rule(settings, database, rule=rule, period=wanted)
    )
    if as_json:
        show_json(groups)
    elif not groups:
        say("findings.none")
    else:
        show_records(_CAUSE if school else _RULE, [_of_cause(group) if school else _of_rule(group) for group in groups])


def _mark_files(settings: "Settings", database: "Database", school: str, period: str, out: Path) -> None:
    """Write the files of a sender with their cells marked; exits as the contract says."""
    from pipelines.feedback.workbooks import write_workbooks_of

    if not school:
        raise typer.BadParameter(texts("findings.whose"), param_hint="--school")
    with working("progress.marking"):
        files = write_workbooks_of(settings, database, school, out, period)
    if not files:
        say("findings.none")
    for file in files:
        if file.target:
            say("findings.marked", path=file.target)
        else:
            complain("findings.not_marked", name=file.name)
    raise typer.Exit(DONE if all(file.target for file in files) else SOME_REJECTED)


def _lines(findings: list[Finding]) -> list[Finding]:
    """A line for each finding; one for a cause with many places or several sheets, for one mending ends them all.

    Causes with many places come first; a cause is told by its first finding, which the others follow from.
    """
    causes: dict[object, list[Finding]] = {}
    for finding in findings:
        causes.setdefault(finding["cause_id"], []).append(finding)
    lines = []
    for places in sorted(causes.values(), key=lambda places: (places[0]["severity"], -len(places))):
        sheets = {(place["file"], place["sheet"]) for place in places}
        if len(places) <= _MOST_PLACES and len(sheets) == 1:
            lines += [_told(place) for place in places]
        else:
            first = places[0]
            own = [place for place in places if (place["file"], place["sheet"]) == (first["file"], first["sheet"])]
            rows = ", ".join(str(place["excel_row"] or "–") for place in own[:_MOST_PLACES])
            key = "check.rows_of_cause" if len(sheets) == 1 else "check.rows_of_sheets"
            lines.append(_told(first) | {"excel_row": texts(key, rows=rows, n=len(places), sheets=len(sheets))})
    return lines


def _told(finding: Finding) -> Finding:
    """A finding or group of findings with its texts in the chosen language."""
    language = texts.language
    return finding | {
        "severity": texts(f"severity.{finding['severity']}"),
        "message": finding[f"message_{language}"],
        "fix": finding[f"fix_{language}"],
    }


def _of_rule(group: Finding) -> Finding:
    """A group with its texts; a finding on a file as a whole is of no dataset."""
    dataset = group["dataset"]
    return _told(group) | {"dataset": _label(str(dataset)) if dataset else ""}


def _of_cause(group: Finding) -> Finding:
    """A cause with its texts; how it was explained or waived stands in the place of how to mend it."""
    told = _told(group) | {"status": texts(f"status.{group['status']}")}
    return told if group["status"] == "open" else told | {"fix": group[f"decision_{texts.language}"]}


def _label(dataset: str) -> str:
    from schemas.catalogue import load_catalogue

    return load_catalogue().datasets[dataset].label(texts.language)
