"""The commands, put together."""

import typer

from csdl import decisions, desk, identity, load, mapping, people, releases, review, rules, samples, serve, verify
from csdl.output import Commands, texts

app = typer.Typer(
    cls=Commands,
    help=texts("help.csdl"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for group in (samples, desk, rules, load, mapping, decisions, people, review, identity, verify, releases, serve):
    group.add_to(app)
