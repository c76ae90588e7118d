"""The commands, put together."""

import typer

from csdl import desk, identity, load, mapping, people, releases, review, samples, serve
from csdl.output import Commands, texts

app = typer.Typer(
    cls=Commands,
    help=texts("help.csdl"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for group in (samples, desk, load, mapping, review, people, identity, releases, serve):
    group.add_to(app)
