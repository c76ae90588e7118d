"""What the annotated copies of a submission's files are called, and that none leads out of its folder."""

import hashlib
import re
from collections.abc import Iterable

_ENDING = ".xlsx"
# The "!" between an archive and its member; any other is part of a name.
_MEMBER = re.compile(r"(?<=\.zip)!", re.IGNORECASE)
# Bytes of UTF-8: of a name in a folder, and of a path below one.
_LONGEST_NAME, _LONGEST_PATH = 255, 1000
_DIGEST = 8


def annotated_name(name: str) -> str:
    """The name as that of a workbook of XML, which every copy is: Excel warns of one that is called otherwise."""
    return name if name.lower().endswith(_ENDING) else name + _ENDING


def annotated_names(files: Iterable[str]) -> dict[str, str]:
    """File → the path of its copy, each another one: ``lop.csv`` → ``lop.csv.xlsx``.

    A member of an archive lies in a folder named as the archive. What cannot lie where its name says (``..``, a name too
    long, one that is taken) lies in no folder, under the end of its name and a digest of the whole.
    """
    paths: dict[str, str] = {}
    taken: set[str] = set()
    for file in files:
        path = _path(file)
        # Some file systems do not tell cases apart.
        if not _is_safe(path) or path.casefold() in taken:
            path = _distinct_name(file)
        paths[file] = path
        taken.add(path.casefold())
    return paths


def _path(file: str) -> str:
    return annotated_name(_MEMBER.sub("/", file, count=1))


def _is_safe(path: str) -> bool:
    *folders, _ = parts = path.split("/")
    return (
        "\\" not in path
        and len(path.encode()) <= _LONGEST_PATH
        and all(part not in ("", ".", "..") and len(part.encode()) <= _LONGEST_NAME for part in parts)
        # Else a copy might be called as the folder of another.
        and not any(folder.lower().endswith(_ENDING) for folder in folders)
    )


def _distinct_name(file: str) -> str:
    digest = hashlib.sha256(file.encode()).hexdigest()[:_DIGEST]
    name = re.split(r"[/\\]", _path(file))[-1].encode()[: -len(_ENDING)]
    room = _LONGEST_NAME - len(f"~{digest}{_ENDING}")
    return f"{name[-room:].decode(errors='ignore')}~{digest}{_ENDING}"
