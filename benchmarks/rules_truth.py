"""Whether the rules say the truth: ``python -m benchmarks.rules_truth`` prints a table, rule by rule.

Schools are generated twice, without a mistake and with one in many rows, each written down with its cell. What the rules
say of the first is true of the second as well (a learner without a personal number is asked about, by mistake or not);
every other finding must stand where a mistake was planted.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine as Database

from benchmarks.table import Line, print_table
from pipelines.engine import Engine
from pipelines.generation.generate import generate
from pipelines.intake.read import partitions_to_read, read_partition
from pipelines.intake.receive import receive_landing
from pipelines.settings import Settings, Workspace
from pipelines.staging import Staging, bind_in_force, validated_partitions
from pipelines.state.database import open_database
from pipelines.validation.validate import partitions_to_validate, validate_partition
from schemas.catalogue import load_catalogue

# Schools, collection and further datasets; a school has some ten results for each learner.
LOADS = (
    (200, "2025-2026-dau-nam", ("finance",)),
    (20, "2025-2026-cuoi-nam", ("result", "exam_registration")),
)
# Rows with a mistake, many enough for rules of few rows.
ERROR_RATE = 0.1
# Of the planted mistakes, and of all rows.
FOUND, ELSEWHERE = 0.999, 0.001

_STATEMENT = Path(__file__).with_suffix(".sql")


@dataclass(frozen=True, slots=True)
class Truth:
    """Of a rule: mistakes planted, those found at their cell, rows told as their consequence, and rows told without any."""

    rule_id: str
    planted: int
    found: int
    consequences: int
    elsewhere: int


def load(
    home: Path, schools: int, period: str, datasets: Sequence[str], error_rate: float
) -> tuple[Settings, Database, int]:
    """Generate the schools and validate what they hand in; answers the number of rows too."""
    made = generate(home, schools=schools, periods=[period], datasets=datasets, error_rate=error_rate)
    settings = replace(
        Settings.from_environment(), workspace=Workspace(home), database_url=f"sqlite:///{home}/state.sqlite"
    )
    settings.workspace.create()
    database = open_database(settings.database_url)
    receive_landing(settings, database)
    for partition in partitions_to_read(database):
        read_partition(settings, database, partition)
    for partition in partitions_to_validate(settings, database):
        validate_partition(settings, database, partition)
    return settings, database, made.rows


@contextmanager
def compared(homes: dict[str, tuple[Settings, Database, int]], mistakes: Path) -> Iterator[Engine]:
    """An engine with views of the findings of each home by its name, and of the planted mistakes."""
    settings = next(iter(homes.values()))[0]
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        for name, (its, database, _) in homes.items():
            partitions = validated_partitions(database)
            bind_in_force(engine, name, database, Staging(its.workspace.staging), "findings", partitions)
        engine.bind_parquet("mistake", [mistakes])
        rules = load_catalogue().rules.values()
        engine.bind_arrow(
            "pointing", pa.table({"rule_id": [r.id for r in rules], "fields": [list(r.fields) for r in rules]})
        )
        yield engine


def measure(schools: int, period: str, datasets: Sequence[str]) -> tuple[list[Truth], int]:
    """What is true of each rule in one collection, and its number of rows."""
    with TemporaryDirectory(prefix="csdl-bench-") as folder:
        home = Path(folder)
        rates = {"true_finding": 0.0, "finding": ERROR_RATE}
        homes = {name: load(home / name, schools, period, datasets, rate) for name, rate in rates.items()}
        mistakes = home / "finding" / "truth" / period / "mistakes.parquet"
        with compared(homes, mistakes) as engine:
            rows = engine.arrow(_STATEMENT.read_text(encoding="utf-8")).to_pylist()
        return [Truth(**row) for row in rows], homes["finding"][2]


def totalled(truths: Iterable[Truth]) -> list[Truth]:
    """One for each rule, in their order."""
    by_rule: dict[str, Truth] = {}
    for truth in truths:
        so_far = by_rule.get(truth.rule_id, Truth(truth.rule_id, 0, 0, 0, 0))
        numbers = zip(astuple(so_far)[1:], astuple(truth)[1:], strict=True)
        by_rule[truth.rule_id] = Truth(truth.rule_id, *map(sum, numbers))
    return [by_rule[rule_id] for rule_id in sorted(by_rule)]


def main() -> None:
    measured = [measure(*of_load) for of_load in LOADS]
    truths = totalled(truth for found, _ in measured for truth in found)
    schools, rows = sum(schools for schools, *_ in LOADS), sum(rows for _, rows in measured)
    table = Table("Rule", title=f"{schools} schools, {rows:,} rows, a mistake in {ERROR_RATE:.0%} of them")
    for heading in ("Planted", "Found at the cell", "Share", "Rows told with them", "Rows told elsewhere"):
        table.add_column(heading, justify="right")
    for truth in truths:
        share = f"{truth.found / truth.planted:.2%}" if truth.planted else ""
        table.add_row(
            truth.rule_id,
            f"{truth.planted:,}",
            f"{truth.found:,}",
            share,
            f"{truth.consequences:,}",
            f"{truth.elsewhere:,}",
        )
    planted, found, elsewhere = (sum(getattr(t, name) for t in truths) for name in ("planted", "found", "elsewhere"))
    Console(width=140).print(table)
    what = f"{planted:,} mistakes of {sum(truth.planted > 0 for truth in truths)} rules found at their cell"
    lines = [
        Line(what, None, 100 * found / planted, 100 * FOUND, "%", is_least=True),
        Line("rows with a finding where nothing was planted", None, 100 * elsewhere / rows, 100 * ELSEWHERE, "%"),
    ]
    print_table(lines)


if __name__ == "__main__":
    main()
