"""The program ``csdl``: chooses the language, then hands over to the commands."""

import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

from pipelines.errors import SettingsError

# As ``csdl.output`` has it, which cannot be imported before the language is known.
_NOT_DONE = 2


class _WithoutPandas(MetaPathFinder):
    """To ask whether a list is one of its own, pyarrow imports pandas if it can: 0.3 s for nothing, where a person waits."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname, name=fullname)


def main() -> None:
    arguments = _take_language(sys.argv[1:])
    if arguments[:1] == ["check"]:
        sys.meta_path.insert(0, _WithoutPandas())
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
