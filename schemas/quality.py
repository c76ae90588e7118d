"""What the quality of data is measured by: dimensions, the rules that speak of each, and when datasets are due."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from schemas.catalogue import read_rows
from schemas.marts import read_mart_rows
from schemas.model import Rule


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of quality with its definition: the formula of its score, in words."""

    name: str
    label_vi: str
    label_en: str
    definition_vi: str
    definition_en: str


@cache
def load_dimensions() -> tuple[Dimension, ...]:
    return tuple(
        Dimension(row["dimension"], row["label_vi"], row["label_en"], row["definition_vi"], row["definition_en"])
        for row in read_mart_rows("quality_dimensions.csv")
    )


def dimension_of(rule: Rule) -> str:
    """The dimension to which a rule's findings count: that of the rule if it is named, else that of its level."""
    of_rule, of_level = _dimensions()
    return of_rule.get(rule.id) or of_level[rule.level]


@cache
def _dimensions() -> tuple[dict[str, str], dict[str, str]]:
    rows = list(read_mart_rows("quality_rules.csv"))
    of_rule = {rule: row["dimension"] for row in rows for rule in row["rules"].split()}
    return of_rule, {row["level"]: row["dimension"] for row in rows if row["level"]}


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which the datasets of a collection are on time."""

    due_date: date
    datasets: tuple[str, ...]


def deadline(school_year: int, point: str) -> Deadline:
    """Of a collection: that set for its school year (``school_year``: in which it starts), else that of every year."""
    rows = {row["school_year"]: row for row in read_rows("deadlines.csv") if row["point"] == point}
    row = rows.get(str(school_year)) or rows[""]
    month, day = map(int, row["due"].split("-"))
    return Deadline(date(school_year + int(row["years_after"]), month, day), tuple(row["datasets"].split()))
