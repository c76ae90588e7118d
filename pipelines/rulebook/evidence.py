"""What there really is of each rule: the statement or program that finds its places, and the tests that name it."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schemas.catalogue import MINISTRY, Catalogue
from schemas.model import Rule

ROOT = Path(__file__).parents[2]
_STATEMENTS = tuple(ROOT / "pipelines" / step / "rules" for step in ("validation", "comparison", "verification"))
_REASONS = Path(__file__).with_name("reasons.csv")
# Tests of what is told of rules, and of mistakes that are planted for them, prove none.
_TELLING = frozenset(ROOT / "tests" / name for name in ("rulebook", "cli", "schemas", "generation", "benchmarks"))
# Data by which a rule is told of cells.
_DATA = ("own_cell_rules.csv", "placeholders.csv")
_QUOTED = re.compile(r"[\"']([A-Z]{3}[0-9]{3})[\"']")
_NAMED = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{3}[0-9]{3})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of one rule: its statements, the programs and data it is compiled from, the tests, and why it does not work if so.

    Paths are those of the checkout, with ``/``.
    """

    rule: Rule
    statements: tuple[str, ...]
    compiled: tuple[str, ...]
    tests: tuple[str, ...]
    reason: str

    @property
    def works(self) -> bool:
        return bool(self.statements or self.compiled)


def evidence(catalogue: Catalogue) -> list[Evidence]:
    """What there is of every rule, in the order of the catalogue."""
    statements, compiled, tests, reasons = _statements(), _compiled(), _tests(), _reasons()
    return [
        Evidence(
            rule=rule,
            statements=statements.get(rule.id, ()),
            compiled=compiled.get(rule.id, ()),
            tests=tests.get(rule.id, ()),
            reason=reasons.get(rule.id) or reasons.get(rule.id[:3], ""),
        )
        for rule in catalogue.rules.values()
    ]


def _statements() -> Mapping[str, tuple[str, ...]]:
    return _by_rule((path.stem.partition("_")[0], path) for folder in _STATEMENTS for path in folder.glob("*.sql"))


def _compiled() -> Mapping[str, tuple[str, ...]]:
    """Where a program or its data names a rule as a text of its own; what only tells of findings does not find them."""
    paths = [
        path
        for suffix in ("py", "sql")
        for step in ("intake", "validation", "decisions")
        for path in (ROOT / "pipelines" / step).rglob(f"*.{suffix}")
        if path.parent not in _STATEMENTS and path.name != "moot_findings.sql"
    ]
    named = [(rule_id, path) for path in paths for rule_id in _QUOTED.findall(path.read_text(encoding="utf-8"))]
    for path in (MINISTRY / name for name in _DATA):
        named += [(rule_id, path) for rule_id in _NAMED.findall(path.read_text(encoding="utf-8"))]
    return _by_rule(named)


@cache
def _tests() -> Mapping[str, tuple[str, ...]]:
    """Files of tests, and workbooks with what is expected of them, that name a rule."""
    paths = [path for suffix in ("py", "csv", "json", "txt") for path in (ROOT / "tests").rglob(f"*.{suffix}")]
    return _by_rule(
        (rule_id.upper(), path)
        for path in paths
        if not _TELLING.intersection(path.parents)
        for rule_id in _NAMED.findall(path.read_text(encoding="utf-8", errors="replace").replace("_", " "))
    )


def _by_rule(found: Iterable[tuple[str, Path]]) -> dict[str, tuple[str, ...]]:
    paths: dict[str, set[str]] = defaultdict(set)
    for rule_id, path in found:
        paths[rule_id].add(path.relative_to(ROOT).as_posix())
    return {rule_id: tuple(sorted(names)) for rule_id, names in paths.items()}


def _reasons() -> dict[str, str]:
    """Rule or family → why there is nothing of it."""
    with _REASONS.open(encoding="utf-8", newline="") as file:
        return {row["rule"]: row["reason_en"] for row in csv.DictReader(file)}
