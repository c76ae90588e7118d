"""What the library that reads the command line says of a slip, in the chosen language and on one line (``usage.csv``)."""

import csv
import re
from pathlib import Path

from typer._click.exceptions import UsageError

from schemas.model import Language

_SAYINGS = Path(__file__).with_name("usage.csv")


def told_usage(error: UsageError, language: Language) -> str:
    """What is wrong; the library speaks English."""
    said = " ".join(error.format_message().split()).rstrip(".")
    return said if language == "en" else _in_vietnamese(said)


def _in_vietnamese(said: str) -> str:
    with _SAYINGS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if match := re.fullmatch(row["says"], said):
                return row["vi"].format(*match.groups())
    return said
