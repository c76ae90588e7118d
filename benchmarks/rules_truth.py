"""Whether the rules say the truth: ``python -m benchmarks.rules_truth [SCHOOLS]`` prints a table, rule by rule.

Schools are generated twice, as they are and with mistakes, each written down with its place: single cells spoilt in many
rows, or one blunder a school (a column, a sheet, a file, the school as a whole). What the rules say of the first is true of
the second as well (a learner without a personal number is asked about, by mistake or not); every other finding must stand
where a mistake was planted, or be its consequence. At the end every working rule is accounted for: planted, or why not.
"""

import csv
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine as Database

from benchmarks.population_register import PopulationRegister
from benchmarks.table import Line, print_table
from pipelines.comparison.compare import compare_period
from pipelines.engine import Engine
from pipelines.generation.blunders.columns import DIALECT
from pipelines.generation.generate import generate
from pipelines.identity.identify import identify_partition
from pipelines.in_force import bind_in_force
from pipelines.intake.dialects import choose_dialect, list_layouts
from pipelines.intake.read import partitions_to_read, read_partition
from pipelines.intake.receive import receive_landing
from pipelines.periods import Period
from pipelines.rulebook.evidence import evidence
from pipelines.settings import Settings, Workspace
from pipelines.staging import Staging, validated_partitions
from pipelines.state.database import open_database
from pipelines.validation.validate import validate_partition
from pipelines.verification.verify import verify
from schemas.catalogue import load_catalogue


@dataclass(frozen=True, slots=True)
class Load:
    """Schools that hand in their lists over some periods, of which the last is judged; further datasets than all have.

    Mistakes are single cells in ``error_rate`` of the rows, or ``blunders`` of these rules and families; or people are asked
    about at a population register, which says otherwise of some.
    """

    schools: int
    periods: tuple[str, ...]
    datasets: tuple[str, ...] = ()
    blunders: tuple[str, ...] = ()
    error_rate: float = 0.0
    asks_register: bool = False


# Lists of people: many mistakes, for rules of few rows. Results: few, for rules that look at all rows of a learner.
_MANY, _FEW = 0.1, 0.02
# A school has some ten results for each learner.
LOADS = (
    Load(200, ("2025-2026-dau-nam",), ("finance",), error_rate=_MANY),
    Load(20, ("2025-2026-cuoi-nam",), ("result", "exam_registration"), error_rate=_FEW),
    Load(
        60,
        ("2025-2026-cuoi-nam",),
        (
            "class_subject",
            "learning_resource",
            "staff_salary",
            "staff_training",
            "staff_language",
            "staff_award",
            "staff_discipline",
            "staff_standard_assessment",
            "staff_language_training",
            "staff_pedagogy_training",
        ),
        error_rate=_MANY,
    ),
    Load(20, ("2024-2025-dau-nam",), error_rate=_MANY),
    Load(120, ("2025-2026-dau-nam",), blunders=("FIL", "FLD", "IDN", "STU", "CLS", "XSC", "XNA")),
    Load(
        30,
        ("2025-2026-cuoi-nam",),
        ("result", "exam_registration"),
        ("FLD039", "RES", "EXA", "XSC026", "XSC029", "XNA009"),
    ),
    Load(
        40,
        ("2024-2025-dau-nam", "2024-2025-cuoi-nam", "2025-2026-dau-nam"),
        (),
        ("PER", "IDN013", "IDN014", "IDN015", "SCH001", "XNA007"),
    ),
    Load(10, ("2025-2026-dau-nam", "2025-2026-giua-nam"), (), ("PER",)),
    Load(10, ("2025-2026-dau-nam",), asks_register=True),
)
_MOST_SCHOOLS = LOADS[0].schools
# Of the planted mistakes, and of all rows.
FOUND, ELSEWHERE = 0.999, 0.001

STATEMENT = Path(__file__).with_suffix(".sql")
_SAID_OTHERWISE = Path(__file__).with_name("rules_truth_register.sql")
_REASONS = Path(__file__).with_name("rules_not_planted.csv")


@dataclass(frozen=True, slots=True)
class Truth:
    """Of a rule: mistakes planted, those found at their cell, rows told as their consequence, and rows told without any."""

    rule_id: str
    planted: int
    found: int
    consequences: int
    elsewhere: int


def load(home: Path, of: Load) -> tuple[Settings, Database, int]:
    """Generate the schools and check what they hand in, as the nights would; answers the number of rows too."""
    made = generate(
        home,
        schools=of.schools,
        periods=of.periods,
        datasets=of.datasets,
        error_rate=of.error_rate,
        blunders=of.blunders,
    )
    settings = replace(
        Settings.from_environment(), workspace=Workspace(home), database_url=f"sqlite:///{home}/state.sqlite"
    )
    settings.workspace.create()
    database = open_database(settings.database_url)
    receive_landing(settings, database)
    for partition in sorted(partitions_to_read(database), key=lambda of: Period.parse(of.period).order):
        read_partition(settings, database, partition)
        say_whose_codes(database, home / "truth" / partition.period / "mistakes.parquet")
        validate_partition(settings, database, partition)
        compare_period(settings, database, Period.parse(partition.period))
        if partition.period != of.periods[-1]:
            identify_partition(settings, database, partition)
            # The register is filled by the first collections.
            settings = replace(settings, filled_provinces=frozenset({partition.province_code}))
    return settings, database, made.rows


def say_whose_codes(database: Database, mistakes: Path) -> None:
    """Decide, as an officer would, whose codes stand in the lists of learners that were written with those of another system."""
    foreign = pc.field("rule_id") == "FLD035"
    for school_code in pq.read_table(mistakes, columns=["school_code"], filters=foreign)["school_code"].to_pylist():
        for layout in list_layouts(database, str(school_code)):
            if layout.dataset == "student":
                choose_dialect(database, layout.signature, DIALECT)


def ask_register(settings: Settings, database: Database, period: str, mistakes: Path) -> None:
    """Verify the people of a period, and write what the register said otherwise as the mistakes of their rows."""
    today = Period.parse(period).census_date
    partitions = [of for of in validated_partitions(database) if of.period == period]
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        register = PopulationRegister(engine, today)
        for partition in partitions:
            identify_partition(settings, database, partition)
        verify(settings, database, register, partitions, today)
        engine.bind_arrow("lie", pa.concat_tables(register.lies))
        engine.bind_parquet("person", [mistakes.with_name("persons.parquet")])
        for dataset in ("student", "staff"):
            staging = Staging(settings.workspace.staging)
            bind_in_force(engine, dataset, database, staging, "typed", partitions, dataset)
        engine.write_parquet(_SAID_OTHERWISE.read_text(encoding="utf-8"), mistakes)


@contextmanager
def compared(homes: dict[str, tuple[Settings, Database, int]], period: str, mistakes: Path) -> Iterator[Engine]:
    """An engine with views of the findings of each home by its name, in one period, of the planted mistakes and who is who."""
    settings = next(iter(homes.values()))[0]
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        for name, (its, database, _) in homes.items():
            partitions = [of for of in validated_partitions(database) if of.period == period]
            bind_in_force(engine, name, database, Staging(its.workspace.staging), "findings", partitions)
        engine.bind_parquet("mistake", [mistakes])
        engine.bind_parquet("person", [mistakes.with_name("persons.parquet")])
        rules = load_catalogue().rules.values()
        engine.bind_arrow(
            "pointing", pa.table({"rule_id": [r.id for r in rules], "fields": [list(r.fields) for r in rules]})
        )
        yield engine


def measure(of: Load) -> tuple[list[Truth], int]:
    """What is true of each rule in the last period of a load, and the rows of the load."""
    with TemporaryDirectory(prefix="csdl-bench-") as folder:
        home = Path(folder)
        homes = {
            "true_finding": load(home / "true_finding", replace(of, error_rate=0.0, blunders=(), asks_register=False)),
            "finding": load(home / "finding", of),
        }
        period = of.periods[-1]
        mistakes = home / "finding" / "truth" / period / "mistakes.parquet"
        if of.asks_register:
            ask_register(*homes["finding"][:2], period, mistakes)
        with compared(homes, period, mistakes) as engine:
            rows = engine.arrow(STATEMENT.read_text(encoding="utf-8")).to_pylist()
        return [Truth(**row) for row in rows], homes["finding"][2]


def totalled(truths: Iterable[Truth]) -> list[Truth]:
    """One for each rule, in their order."""
    by_rule: dict[str, Truth] = {}
    for truth in truths:
        so_far = by_rule.get(truth.rule_id, Truth(truth.rule_id, 0, 0, 0, 0))
        numbers = zip(astuple(so_far)[1:], astuple(truth)[1:], strict=True)
        by_rule[truth.rule_id] = Truth(truth.rule_id, *map(sum, numbers))
    return [by_rule[rule_id] for rule_id in sorted(by_rule)]


def reasons() -> dict[str, str]:
    """Rule → why nobody plants its mistake."""
    with _REASONS.open(encoding="utf-8", newline="") as file:
        return {row["rule_id"]: row["reason_en"] for row in csv.DictReader(file)}


def working_rules() -> list[str]:
    return [found.rule.id for found in evidence(load_catalogue()) if found.works]


def main(schools: int = _MOST_SCHOOLS) -> None:
    loads = [replace(of, schools=-(-of.schools * schools // _MOST_SCHOOLS)) for of in LOADS]
    measured = [measure(of) for of in loads]
    truths = totalled(truth for found, _ in measured for truth in found)
    rows = sum(rows for _, rows in measured)
    table = Table("Rule", title=f"{sum(of.schools for of in loads)} schools, {rows:,} rows")
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
    console = Console(width=140)
    console.print(table)
    planted_rules = {truth.rule_id for truth in truths if truth.planted}
    console.print(_not_planted(planted_rules))
    planted, found, elsewhere = (sum(getattr(t, name) for t in truths) for name in ("planted", "found", "elsewhere"))
    what = f"{planted:,} mistakes of {len(planted_rules)} rules found at their cell"
    lines = [
        Line(what, None, 100 * found / planted, 100 * FOUND, "%", is_least=True),
        Line("rows with a finding where nothing was planted", None, 100 * elsewhere / rows, 100 * ELSEWHERE, "%"),
    ]
    print_table(lines)


def _not_planted(planted: Collection[str]) -> Table:
    """The working rules of which no mistake was planted, each with the reason."""
    rules, known = working_rules(), reasons()
    missing = [rule_id for rule_id in rules if rule_id not in planted]
    table = Table("Rule", "Why not", title=f"{len(missing)} of {len(rules)} working rules not planted")
    for rule_id in missing:
        table.add_row(rule_id, known.get(rule_id, "no school of this run can make it: take more schools"))
    return table


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
