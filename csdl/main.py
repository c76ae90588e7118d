"""The program ``csdl``: chooses the language, then hands over to the commands."""

import gc
import os
import sys
from pathlib import Path

from pipelines.errors import SettingsError
from pipelines.without_pandas import do_without_pandas

# As ``csdl.output`` has it, which cannot be imported before the language is known.
_NOT_DONE = 2
# Objects made between two searches for garbage. What a command makes it mostly keeps (libraries, the catalogue): Python's own 700
# had it search a tenth of its time. A load is searched more often than a few files: its garbage may hold tables.
_BETWEEN_SEARCHES = 100_000
_BETWEEN_SEARCHES_AT_THE_DESK = 1_000_000


def main() -> None:
    _open_closed_streams()
    gc.set_threshold(_BETWEEN_SEARCHES)
    arguments = _take_language(sys.argv[1:])
    if arguments[:1] == ["check"]:
        gc.set_threshold(_BETWEEN_SEARCHES_AT_THE_DESK)
        do_without_pandas()
    try:
        # Texts of help are chosen when the commands are imported.
        from csdl.app import app
    except SettingsError as error:
        print(error, file=sys.stderr)
        sys.exit(_NOT_DONE)
    try:
        app(arguments, prog_name="csdl")
    except Exception:
        # Python would end with 1, which says that all was done and some rows were rejected.
        sys.excepthook(*sys.exc_info())
        sys.exit(_NOT_DONE)
    finally:
        # What is left at the end is not garbage: Python's last search through it takes a quarter of a second.
        gc.freeze()


def _open_closed_streams() -> None:
    """Let what is said to a stream that the caller closed go nowhere, and no other file take its place."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  # open to the end


def _take_language(arguments: list[str]) -> list[str]:
    """Take out ``--lang``, wherever it stands, and make it CSDL_LANG."""
    rest = []
    waiting = iter(arguments)
    for argument in waiting:
        name, _, value = argument.partition("=")
        if name == "--lang":
            os.environ["CSDL_LANG"] = value or next(waiting, "")
        else:
            rest.append(argument)
    return rest
