"""For processes that need no pandas: pyarrow imports it if it can, to ask whether a list is one of its own (0.3 s and 40 MiB)."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType


class _WithoutPandas(MetaPathFinder):
    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname, name=fullname)


def do_without_pandas() -> None:
    """Let this process find no pandas from now on."""
    sys.meta_path.insert(0, _WithoutPandas())
