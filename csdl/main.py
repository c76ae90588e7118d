"""The program ``csdl``: chooses the language, then hands over to the commands."""

import os
import sys

from pipelines.errors import SettingsError


def main() -> None:
    arguments = _take_language(sys.argv[1:])
    try:
        # Texts of help are chosen when the commands are imported.
        from csdl.app import app
    except SettingsError as error:
        sys.exit(str(error))
    app(arguments, prog_name="csdl")


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
