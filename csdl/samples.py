"""Samples: ``demo`` and ``generate``."""

from pathlib import Path
from typing import Annotated

import typer

from csdl.installation import launch_load, open_installation
from csdl.load import show_summary
from csdl.output import DONE, NOT_DONE, complain, progress, say, show_json, texts, working

DEMO_PERIODS = ("2025-2026-dau-nam", "2026-2027-dau-nam")
# Beside the six that every school sends: what schools tell at the beginning of a year and what costs little.
DEMO_DATASETS = ("finance",)


def add_to(app: typer.Typer) -> None:
    app.command("demo", help=texts("help.demo"))(demo)
    app.command("generate", help=texts("help.generate"))(generate)


def demo(schools: Annotated[int, typer.Option(min=1, help=texts("option.schools"))] = 40) -> None:
    from pipelines.generation.generate import generate as generate_samples
    from pipelines.generation.handing_in import handing_in
    from pipelines.intake.receive import receive_landing

    settings, database = open_installation()
    say("demo.generating", schools=schools, periods=", ".join(DEMO_PERIODS))
    with progress("progress.generating", total=schools * len(DEMO_PERIODS)) as tell:
        generate_samples(
            settings.workspace.home,
            schools=schools,
            periods=DEMO_PERIODS,
            datasets=DEMO_DATASETS,
            workers=settings.workers,
            progress=tell,
        )
    # The samples are of collections that are over: they are received as if each had come in its time.
    receipts = receive_landing(settings, database, handing_in())
    say("demo.received", submissions=len(receipts), files=sum(len(receipt.files) for receipt in receipts))
    with working("progress.loading"):
        load = launch_load()
    show_summary(load.refused_paths)
    if not load.has_passed:
        complain("run.stopped" if load.was_stopped else "run.failed")
        raise typer.Exit(NOT_DONE)
    _next_steps()


def _next_steps() -> None:
    """Three commands or paths to copy."""
    from pipelines.settings import Settings

    home = Settings.from_environment().workspace
    feedback = max(home.feedback.glob("*/*/*/ket_qua.html"), key=lambda path: path.stat().st_size)
    say("demo.next")
    say("demo.next.query", period=DEMO_PERIODS[-1])
    say("demo.next.up")
    say("demo.next.feedback", path=_short(feedback))


def _short(path: Path) -> Path:
    """Relative to where the person stands, if that is shorter."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def generate(
    schools: Annotated[int, typer.Option(min=1, help=texts("option.schools"))],
    period: Annotated[list[str], typer.Option(help=texts("option.periods"))],
    out: Annotated[Path, typer.Option(file_okay=False, help=texts("option.out"))],
    province: Annotated[list[str] | None, typer.Option(help=texts("option.sample_provinces"))] = None,
    seed: Annotated[int, typer.Option(help=texts("option.seed"))] = 1,
    error_rate: Annotated[float, typer.Option(min=0.0, max=1.0, help=texts("option.error_rate"))] = 0.02,
    dataset: Annotated[list[str] | None, typer.Option(help=texts("option.sample_datasets"))] = None,
    blunder: Annotated[list[str] | None, typer.Option(help=texts("option.blunders"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=texts("option.json"))] = False,
) -> None:
    from dataclasses import asdict

    from pipelines.generation.blunders.kinds import BLUNDERS
    from pipelines.generation.generate import generate as generate_samples
    from pipelines.generation.places import load_gazetteer
    from pipelines.generation.submissions import FURTHER
    from pipelines.settings import Settings

    made = sorted({one.rule_id for one in BLUNDERS})
    if unknown := [name for name in blunder or () if not any(rule_id.startswith(name) for rule_id in made)]:
        raise typer.BadParameter(texts("generate.no_blunder", unknown=", ".join(unknown), known=", ".join(made)))
    if unknown := [name for name in dataset or () if name not in FURTHER]:
        raise typer.BadParameter(texts("template.unknown", unknown=", ".join(unknown), known=", ".join(FURTHER)))
    provinces = sorted(load_gazetteer().by_district)
    if unknown := [code for code in province or () if code not in provinces]:
        raise typer.BadParameter(texts("generate.no_province", unknown=", ".join(unknown), known=", ".join(provinces)))
    with progress("progress.generating", total=schools * len(period)) as tell:
        summary = generate_samples(
            out,
            schools=schools,
            periods=period,
            provinces=province or ("79",),
            seed=seed,
            error_rate=error_rate,
            datasets=dataset or (),
            blunders=blunder or (),
            workers=Settings.from_environment().workers,
            progress=tell,
        )
    if as_json:
        show_json(asdict(summary))
    else:
        say("generate.done", files=summary.files, rows=summary.rows, mistakes=summary.mistakes, out=out)
    raise typer.Exit(DONE)
