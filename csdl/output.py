"""How commands ask and answer: shared options, texts in the chosen language, tables for people, JSON for programs."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer._click.exceptions import NoArgsIsHelpError, UsageError
from typer.core import TyperGroup

from csdl.usage import told_usage
from pipelines.errors import QUERY_INTERRUPTED, CsdlError, OutputError
from pipelines.storage_faults import storage_error
from pipelines.texts import Texts, chosen_language, for_terminal

DONE, SOME_REJECTED, NOT_DONE = 0, 1, 2
# Where there is no terminal, lines are not broken.
_PLAIN_WIDTH = 250
# Characters for a column of a table that is wider than the terminal; where they have less, rows are lists.
_NARROWEST = 12
_PADDING = 3

texts = Texts(Path(__file__).with_name("texts.csv"), chosen_language())


def as_workbook(path: Path) -> Path:
    """The path under a name that Excel opens."""
    return path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")


School = Annotated[str, typer.Option(help=texts("option.school"))]
PeriodName = Annotated[str, typer.Option(help=texts("option.period"))]
KindName = Annotated[Literal["learner", "staff"], typer.Option("--kind", help=texts("option.kind"))]
Person = Annotated[str, typer.Option(help=texts("option.person"))]
Reason = Annotated[str, typer.Option(help=texts("option.reason"))]
AsJson = Annotated[bool, typer.Option("--json", help=texts("option.json"))]


class Commands(TyperGroup):
    """Commands in which a slip at the command line, an error of csdl, of a full disk or of a file is told in words and ends
    with exit code 2.
    """

    def make_context(self, *arguments: Any, **more: Any) -> Any:
        with _telling():
            return super().make_context(*arguments, **more)

    def invoke(self, ctx: Any) -> Any:
        with _telling():
            return super().invoke(ctx)


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except (typer.Exit, NoArgsIsHelpError):
        # A group within this one has told of it, or help is all there is to tell.
        raise
    except UsageError as error:
        complain(
            "usage", message=told_usage(error, texts.language), command=error.ctx.command_path if error.ctx else "csdl"
        )
        raise typer.Exit(NOT_DONE) from None
    except Exception as error:
        if str(error) == QUERY_INTERRUPTED:
            raise KeyboardInterrupt from None
        told = error if isinstance(error, CsdlError) else storage_error(error) or _of_file(error)
        if told is None:
            raise
        complain("error", message=told)
        raise typer.Exit(NOT_DONE) from None


def _of_file(error: Exception) -> OutputError | None:
    """What the system says of a file or folder that a person named."""
    if isinstance(error, OSError) and error.filename:
        return OutputError("output.file", path=error.filename, error=error.strerror)
    return None


@contextmanager
def _answering() -> Iterator[None]:
    """Tell of an answer that cannot be written to where it is sent; one that nobody reads any more is not told of."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError("output.answer", error=error.strerror) from error


@_answering()
def say(key: str, **values: object) -> None:
    typer.echo(for_terminal(texts(key, **values)))


def complain(key: str, **values: object) -> None:
    """Say something that is not part of the answer."""
    typer.echo(for_terminal(texts(key, **values)), err=True)


@_answering()
def show_json(answer: object) -> None:
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=_json_value))


def show_records(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """A table of these columns of dictionaries, under their texts ``column.<name>``."""
    show_table([texts(f"column.{name}") for name in columns], [[row[name] for name in columns] for row in rows])


@_answering()
def show_table(headers: Sequence[str], rows: Iterable[Sequence[object]], *, as_is: bool = False) -> None:
    """A table for people: as wide as the terminal; whole numbers stand to the right, with thousands marks.

    ``as_is``: without them, for what may be a year or a code. On a terminal too narrow for the columns a list of each row.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    given = list(rows)
    shown = [[_shown(value, as_is=as_is) for value in row] for row in given]
    console = Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH, highlight=False, markup=False)
    if console.width < min(_NARROWEST * len(headers), _natural_width([headers, *shown])):
        for row in shown:
            console.print(
                *(f"{header}: {cell}" for header, cell in zip(headers, row, strict=True) if cell), sep="\n", end="\n\n"
            )
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for index, header in enumerate(headers):
        is_number = any(type(row[index]) is int for row in given)
        table.add_column(header, justify="right" if is_number else "left", overflow="fold")
    for row in shown:
        table.add_row(*row)
    console.print(table)


def _natural_width(rows: Sequence[Sequence[str]]) -> int:
    """Of a table in which no cell is broken."""
    return sum(max(map(len, column)) + _PADDING for column in zip(*rows, strict=True))


@_answering()
def show_csv(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows for a spreadsheet; text that it would run as a formula is made text by an apostrophe."""
    csv.writer(sys.stdout).writerows([headers, *(map(_csv_cell, row) for row in rows)])
    sys.stdout.flush()


@contextmanager
def progress(key: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, nothing elsewhere; answers the function to call with the number done so far."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(texts(key), total=total)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def working(key: str) -> Iterator[None]:
    """A sign of life on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(texts(key)):
        yield


def _shown(value: object, *, as_is: bool) -> str:
    if value is None:
        return ""
    return texts.number(value) if type(value) is int and not as_is else for_terminal(str(value))


def _csv_cell(value: object) -> object:
    is_formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if is_formula else value


def _json_value(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
