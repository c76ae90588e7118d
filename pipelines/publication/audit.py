"""The audit of a release before it is published: contracts of the marts, keys, and counts from files to marts."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa

from pipelines.engine import Engine, quote_identifier
from schemas.marts import Mart, load_audit_texts, load_marts

_CHECKS = Path(__file__).with_name("checks")
_TEXT = re.compile(r"^-- (?P<name>vi|en|fix_vi|fix_en): (?P<text>.+)$", re.MULTILINE)
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Failure:
    """One reason why a release may not be published, in words. ``examples`` hold no personal data."""

    check: str
    message_vi: str
    message_en: str
    fix_vi: str
    fix_en: str
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        shown = f" [{'; '.join(self.examples)}]" if self.examples else ""
        return f"{self.message_vi} {self.fix_vi} / {self.message_en} {self.fix_en}{shown}"


@dataclass(frozen=True, slots=True)
class TableMeasures:
    """What was counted in one mart; all but ``rows`` should be 0."""

    table: str
    rows: int
    duplicate_keys: int
    missing_or_wrong_values: int
    keys_without_dimension: int


def audit_tables(engine: Engine, folder: Path) -> tuple[list[Failure], list[TableMeasures]]:
    """Audit each mart in ``folder`` against its contract; they must be bound in ``engine``. Answers what was counted, too."""
    failures: list[Failure] = []
    measures = []
    for mart in load_marts():
        if not mart.is_restricted:
            found = list(_table_failures(engine, mart, folder / f"{mart.name}.parquet"))
            counts: Counter[str] = Counter()
            for failure, count in found:
                counts[failure.check] += count
            failures += [failure for failure, _ in found]
            rows = int(str(engine.value(f"SELECT count(*) FROM {quote_identifier(mart.name)}")))
            measures.append(TableMeasures(mart.name, rows, counts["unique"], counts["contract"], counts["reference"]))
    return failures, measures


def audit_reconciliation(engine: Engine, restricted_rows: dict[str, int]) -> list[Failure]:
    """Audit the counts from files to marts; the marts and the inputs they were built from must be bound in ``engine``.

    Each file of ``checks/`` answers the rows that are wrong; its head says what that means and how to mend it.
    """
    engine.bind_arrow(
        "restricted_rows",
        pa.table({"mart": list(restricted_rows), "written_rows": pa.array(restricted_rows.values(), pa.int64())}),
    )
    failures = []
    for name, statement in _check_files():
        wrong = engine.arrow(f"SELECT * FROM (\n{statement}\n) AS wrong ORDER BY ALL LIMIT {_EXAMPLES}").to_pylist()
        if wrong:
            text = {match["name"]: match["text"] for match in _TEXT.finditer(statement)}
            examples = tuple(", ".join(f"{column} = {value}" for column, value in row.items()) for row in wrong)
            failures.append(Failure(name, text["vi"], text["en"], text["fix_vi"], text["fix_en"], examples))
    return failures


def failure(check: str, count: int | str, **places: str) -> Failure:
    """The failure of a check whose words stand in ``schemas/marts/audit_texts.csv``."""
    text = load_audit_texts()[check]
    filled = {name: words.format(n=count, **places) for name, words in text.items()}
    return Failure(check, filled["message_vi"], filled["message_en"], filled["fix_vi"], filled["fix_en"])


def _table_failures(engine: Engine, mart: Mart, path: Path) -> Iterator[tuple[Failure, int]]:
    # pandas and pandera take a second to import: only here.
    from schemas.mart_contracts import mart_violations

    for violation in mart_violations(mart, path):
        places = {"table": mart.name, "column": violation.column, "detail": violation.check}
        yield failure("contract", violation.count, **places), violation.count
    table = quote_identifier(mart.name)
    if mart.key:
        key = ", ".join(quote_identifier(name) for name in mart.key)
        count = _count(engine, f"SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1")
        if count:
            yield failure("unique", count, table=mart.name, column=", ".join(mart.key)), count
    for column in mart.columns:
        if column.references:
            other, target = column.references
            name = quote_identifier(column.name)
            count = _count(
                engine,
                f"SELECT 1 FROM {table} AS t ANTI JOIN {quote_identifier(other)} AS d "
                f"ON d.{quote_identifier(target)} = t.{name} WHERE t.{name} IS NOT NULL",
            )
            if count:
                places = {"table": mart.name, "column": column.name, "detail": f"{other}.{target}"}
                yield failure("reference", count, **places), count


def _count(engine: Engine, select: str) -> int:
    return int(str(engine.value(f"SELECT count(*) FROM (\n{select}\n) AS found")))


@cache
def _check_files() -> tuple[tuple[str, str], ...]:
    return tuple((path.stem, path.read_text(encoding="utf-8")) for path in sorted(_CHECKS.glob("*.sql")))
