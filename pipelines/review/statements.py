"""SQL statements of review, one file each under ``sql/``."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("sql")


@cache
def statement(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8").strip()
