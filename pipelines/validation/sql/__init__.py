"""SQL statements of validation, one file each."""

from functools import cache
from pathlib import Path


@cache
def statement(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")
