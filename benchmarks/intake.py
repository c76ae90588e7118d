"""How well and how fast workbooks of every shape are read: ``python -m benchmarks.intake`` prints two tables.

The first: workbooks over all shapes of ``tests/intake/shapes.py``, formats and sizes, each with its truth. The second:
ordinary workbooks of a synthetic province, read with everything on, against the least that any loader must do.
"""

import csv
import io
import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from benchmarks.bare_reading import PROCESSES, read_workbook
from benchmarks.measure import Cost
from benchmarks.province import load_province
from benchmarks.table import Line, print_table
from pipelines.intake.footers import Footers
from pipelines.intake.headers import dataset_headers
from pipelines.intake.layout import LayoutFinder
from pipelines.intake.mapped_columns import ColumnMapper
from pipelines.intake.protocol import Batch, Configuration, FileToRead, part_name
from pipelines.intake.reader import Reader, ReadFile
from pipelines.intake.supervisor import read_batches
from schemas.catalogue import load_catalogue, read_rows
from tests.intake.shapes import SHAPES, Example, Pupil

WORKBOOKS = 300
# The province of ``make bench``, which is generated once, and how many of its workbooks are read here.
SCHOOLS = 2120
ORDINARY = 2000
ROUNDS = 3
# Of the speed of bare fastexcel.
TARGET = 0.7
_BATCH_FILES = 64
_CONVERSION_SECONDS = 300

# Suffix → whether a shape can be asked of it.
Formats = dict[str, Callable[[Example], bool]]

_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Hà", "Giàng")
_GIVEN = ("An", "Bích Ngọc", "Cường", "Thị Dung", "Văn Đạt", "Hương Giang", "Minh Khôi", "Quỳnh", "Thu Uyên", "Ý Nhi")
_GRADES = ("Nhóm trẻ 25-36 tháng", *(f"Khối {grade}" for grade in range(1, 13)))


@dataclass
class Tally:
    """What was found of the workbooks of one format."""

    workbooks: int = 0
    rows: int = 0
    rows_found: int = 0
    columns: int = 0
    columns_right: int = 0
    false_repairs: int = 0
    findings: int = 0
    findings_right: int = 0
    findings_false: int = 0
    wrong: list[str] = field(default_factory=list)


def make_pupils(random_: random.Random) -> list[Pupil]:
    """An even number of pupils of one level."""
    grade = random_.choice(_GRADES)
    return [
        (
            f"{random_.choice(_SURNAMES)} {random_.choice(_GIVEN)} {random_.choice(_GIVEN)}",
            f"{random_.randint(1, 28):02}/{random_.randint(1, 12):02}/{random_.randint(2008, 2022)}",
            random_.choice(("Nam", "Nữ")),
            random_.choice(("Kinh", "Tày", "Hmông")),
            grade,
            "Đang học",
        )
        for _ in range(2 * random_.randint(3, 22))
    ]


def examples(count: int) -> Iterator[tuple[str, str, Example]]:
    """Name of the shape, format and example; what only .xlsx and .ods can tell is asked of these only."""
    random_ = random.Random(1)
    formats: Formats = {"xlsx": _any, "ods": _any, "xls": _without_notes, "csv": _as_text}
    for name, suffix in islice(_combinations(formats), count):
        yield name, suffix, SHAPES[name](make_pupils(random_))


def _combinations(formats: Formats) -> Iterator[tuple[str, str]]:
    probe = {name: build(make_pupils(random.Random(0))) for name, build in SHAPES.items()}
    fitting = [(name, suffix) for name in SHAPES for suffix, fits in formats.items() if fits(probe[name])]
    return cycle(fitting)


def _any(example: Example) -> bool:
    return True


def _without_notes(example: Example) -> bool:
    return not example.needs_notes


def _as_text(example: Example) -> bool:
    return not example.needs_notes and len(example.pages) == 1 and example.spoil is None


def write(folder: Path, number: int, suffix: str, example: Example) -> Path:
    """The file, or the .xlsx file of which ``convert`` makes it."""
    if suffix != "csv":
        path = folder / suffix / f"{number}.xlsx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(example.to_xlsx())
        return path
    [page] = example.pages
    width = max(map(len, page.rows))
    text = io.StringIO()
    csv.writer(text).writerows([*row, *[None] * (width - len(row))] for row in page.rows)
    path = folder / f"{page.name}_{number}.csv"
    path.write_text(text.getvalue(), encoding="utf-8-sig")
    return path


def convert(folder: Path, suffix: str) -> bool:
    """Let LibreOffice turn the workbooks of a folder into another format; False where it is not installed."""
    office = shutil.which("soffice")
    if not office:
        return False
    command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", suffix]
    paths = sorted((folder / suffix).glob("*.xlsx"))
    subprocess.run(
        [*command, "--outdir", folder / suffix, *paths], check=True, capture_output=True, timeout=_CONVERSION_SECONDS
    )
    return True


def judge(tally: Tally, what: str, example: Example, read: ReadFile, sheet_name: str | None) -> None:
    """Compare what was read with the truth; ``sheet_name`` is that of a text file."""
    found = {
        (sheet_name or sheet.name, sheet.dataset, row): values
        for sheet in read.sheets
        for row, values in zip(sheet.rows.excel_rows.tolist(), sheet.rows.fields.to_pylist(), strict=True)
    }
    true = {(sheet_name or r.sheet, r.dataset, r.excel_row): r.values for r in example.records}
    columns = {(sheet, dataset, name) for (sheet, dataset, _), values in true.items() for name in values}
    wrong = {
        (sheet, dataset, name): found.get((sheet, dataset, row), {}).get(name)
        for (sheet, dataset, row), values in true.items()
        for name, value in values.items()
        if found.get((sheet, dataset, row), {}).get(name) != value
    }
    told = sorted((f.rule_id, sheet_name or f.sheet, f.excel_row, f.excel_column) for f in read.findings)
    expected = sorted((rule, sheet_name or sheet, row, column) for rule, sheet, row, column in example.findings)
    tally.workbooks += 1
    tally.rows += len(true)
    tally.rows_found += len(true.keys() & found.keys())
    tally.columns += len(columns)
    tally.columns_right += len(columns - wrong.keys())
    # A row or text that nobody wrote.
    tally.false_repairs += len(found.keys() - true.keys()) + sum(text is not None for text in wrong.values())
    tally.findings += len(expected)
    tally.findings_right += sum(finding in told for finding in expected)
    tally.findings_false += sum(finding not in expected for finding in told)
    if told != expected or wrong or found.keys() != true.keys():
        tally.wrong.append(what)


def quality(folder: Path) -> dict[str, Tally | None]:
    """Tallies by format; None for a format that cannot be made here."""
    made = [
        (name, suffix, example, write(folder, number, suffix, example))
        for number, (name, suffix, example) in enumerate(examples(WORKBOOKS))
    ]
    is_made = {suffix: convert(folder, suffix) for suffix in ("ods", "xls")}
    datasets = dataset_headers(load_catalogue())
    footers = Footers.of((row["kind"], row["pattern"]) for row in read_rows("footer_words.csv"))
    reader = Reader(LayoutFinder(datasets), footers, ColumnMapper.of(datasets, []))
    tallies: dict[str, Tally | None] = {}
    for name, suffix, example, path in made:
        if not is_made.get(suffix, True):
            tallies[suffix] = None
            continue
        tally = tallies.setdefault(suffix, Tally())
        assert tally
        file = path.with_suffix(f".{suffix}")
        sheet_name = file.stem if suffix == "csv" else None
        judge(tally, f"{name}.{suffix}", example, reader.read(file.name, file.read_bytes()), sheet_name)
    return tallies


def print_quality(tallies: dict[str, Tally | None]) -> None:
    table = Table("Format", title="Workbooks of all shapes")
    headings = ("Workbooks", "Rows found", "Core columns right", "False repairs", "Findings in place", "False findings")
    for heading in headings:
        table.add_column(heading, justify="right")
    for suffix, tally in tallies.items():
        if tally is None:
            table.add_row(f".{suffix}", "skipped: LibreOffice is not installed")
            continue
        table.add_row(
            f".{suffix}",
            str(tally.workbooks),
            f"{tally.rows_found} of {tally.rows}",
            f"{tally.columns_right} of {tally.columns}",
            str(tally.false_repairs),
            f"{tally.findings_right} of {tally.findings}",
            str(tally.findings_false),
        )
    console = Console(width=140)
    console.print(table)
    for tally in tallies.values():
        if tally and tally.wrong:
            console.print("Not as they should be:", ", ".join(sorted(set(tally.wrong))))


def bare(paths: Sequence[Path]) -> float:
    with get_context("spawn").Pool(PROCESSES) as pool:
        pool.map(read_workbook, paths[:PROCESSES])  # imports
        begin = time.perf_counter()
        pool.map(read_workbook, paths, chunksize=8)
        return time.perf_counter() - begin


def ours(paths: Sequence[Path], folder: Path) -> float:
    """Reading with layout detection, within limits, into staging; the start of the processes counts."""
    datasets = dataset_headers(load_catalogue())
    footers = [(row["kind"], row["pattern"]) for row in read_rows("footer_words.csv")]
    configuration = Configuration(1500, 60.0, datasets, footers)
    folders = {name: str(folder / "staging" / name) for name in datasets}
    files = [FileToRead(number, path.name, str(path)) for number, path in enumerate(paths)]
    chunks = [files[i : i + _BATCH_FILES] for i in range(0, len(files), _BATCH_FILES)]
    begin = time.perf_counter()
    for _ in read_batches([Batch(part_name(chunk), folders, chunk) for chunk in chunks], configuration, PROCESSES):
        pass
    return time.perf_counter() - begin


def throughput(folder: Path) -> list[Line]:
    paths = sorted(load_province(SCHOOLS, PROCESSES).landing.rglob("*.xlsx"))[:ORDINARY]
    rounds = [(bare(paths), ours(paths, folder)) for _ in range(ROUNDS)]
    seconds = [median(times) for times in zip(*rounds, strict=True)]
    share = median(least / taken for least, taken in rounds)
    what = f"{len(paths)} ordinary workbooks read, {PROCESSES} processes"
    return [
        Line(f"{what}: bare fastexcel", Cost(seconds[0], 0), len(paths) / seconds[0], unit="workbooks/s"),
        Line(f"{what}: csdl", Cost(seconds[1], 0), len(paths) / seconds[1], unit="workbooks/s"),
        Line("share of the bare speed", None, share, TARGET, "×", is_least=True),
    ]


def main() -> None:
    with TemporaryDirectory(prefix="csdl-bench-") as name:
        folder = Path(name)
        print_quality(quality(folder))
        print_table(throughput(folder))


if __name__ == "__main__":
    main()
