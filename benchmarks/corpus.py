"""What becomes of files nobody made for us: ``python -m benchmarks.corpus [FOLDER]``.

Every file below ``odd_files/`` goes the way of ``csdl check`` - received, read, validated - and what is read is compared
with a second reader. The files of ``encodings/`` beside it are one list of names in many encodings. Prints both tables;
ends with 1 where something crashed, hung or was lost without a word.
"""

import os
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from benchmarks.second_reader import UnreadableError, places_by_other, places_by_us
from pipelines.intake.footers import Footers
from pipelines.intake.formats.sheet import RefusedFileError
from pipelines.intake.headers import dataset_headers
from pipelines.intake.layout import LayoutFinder
from pipelines.intake.mapped_columns import ColumnMapper
from pipelines.intake.package import inspect
from pipelines.intake.quarantine import Quarantine
from pipelines.intake.read import read_partition
from pipelines.intake.reader import Reader
from pipelines.intake.receive import receive_files
from pipelines.periods import Period
from pipelines.settings import Settings, Workspace
from pipelines.staging import Partition
from pipelines.state.database import open_database
from pipelines.state.models import IntakeFinding, SubmittedFile
from pipelines.validation.validate import validate_partition
from schemas.catalogue import load_catalogue, read_rows

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "odd_files"
SENDER = "79760501"
PERIOD = Period.parse("2025-2026-dau-nam")
HANG = 20.0  # seconds a file
ENCODED = "hocsinh_300_*"
REFERENCE = "hocsinh_300_utf8.csv"
NAMES = 300
# A file refused by these was read to its end; by others its sender is told that it was not.
_SEEN = frozenset({"FIL007", "FIL009", "FIL014", "FIL031"})
# The signal that ends a reader whose time is up.
_TIME_IS_UP = ("SIGALRM", "SIGXCPU")


@cache
def reader() -> Reader:
    datasets = dataset_headers(load_catalogue())
    footers = Footers.of((row["kind"], row["pattern"]) for row in read_rows("footer_words.csv"))
    return Reader(LayoutFinder(datasets), footers, ColumnMapper.of(datasets, []))


def outcomes(paths: Sequence[Path]) -> dict[str, tuple[str, str]]:
    """Name of each file → what became of it, and the rules that say so. Nothing here may fail."""
    with TemporaryDirectory(prefix="csdl-corpus-") as folder:
        workspace = Workspace(Path(folder))
        workspace.create()
        settings = replace(Settings.from_environment(), workspace=workspace, reader_timeout=HANG, workers=2)
        database = open_database(f"sqlite:///{folder}/corpus.sqlite")
        receive_files(settings, database, paths, sender_code=SENDER, period=PERIOD)
        partition = Partition(PERIOD.name, SENDER[:2])
        read_partition(settings, database, partition)
        validate_partition(settings, database, partition)
        quarantine = Quarantine(workspace.quarantine)
        rules: dict[int, set[str]] = defaultdict(set)
        with database.connect() as connection:
            for file_id, rule_id in connection.execute(select(IntakeFinding.file_id, IntakeFinding.rule_id)):
                rules[file_id].add(rule_id)
            files = list(connection.execute(select(SubmittedFile.__table__)))
        database.dispose()
        found = {}
        for file in files:
            outcome = {"read": "read", "refused": "refused"}.get(file.status, "crashed")
            if outcome == "refused" and not rules[file.file_id]:
                outcome = "lost"
            if death := quarantine.death(file.sha256):
                outcome = "hung" if death in _TIME_IS_UP else "refused"
            found[file.name] = (outcome, ", ".join(sorted(rules[file.file_id])))
        return found


def losses(path: Path) -> int | None:
    """How many cells (of text files: words) the second reader finds that ours does not; None where one does not open."""
    content = path.read_bytes()
    try:
        package = inspect(path.name, content)
        sheets = [sheet for sheet in reader().sheets(package, path.stem) if not sheet.is_hidden]
        theirs = places_by_other(path.name, content)
    except (RefusedFileError, UnreadableError):
        return None
    return (theirs - places_by_us(sheets, is_text=package.kind == "text")).total()


def names(path: Path) -> list[str]:
    sheets = reader().read(path.name, path.read_bytes()).sheets
    fields = sheets[0].rows.fields if sheets else None
    texts = fields["full_name"].to_pylist() if fields and "full_name" in fields.schema.names else []
    return [unicodedata.normalize("NFC", text or "").casefold() for text in texts]


def report_outcomes(folder: Path, console: Console) -> int:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    begin = time.perf_counter()
    found = outcomes(paths)
    seconds = time.perf_counter() - begin
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    rules: Counter[str] = Counter()
    for name, (outcome, said) in found.items():
        by_kind[PurePosixPath(name.lower()).suffix or "(none)"][outcome] += 1
        rules[said] += outcome == "refused"
    top = os.path.commonpath([path.parent for path in paths])
    opened = [path for path in paths if _is_opened(*found[_name(path, top, found)])]
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        lost = dict(zip(opened, pool.map(losses, opened, chunksize=8), strict=True))
    for path, count in lost.items():
        counts = by_kind[path.suffix.lower() or "(none)"]
        counts["compared"] += count is not None
        counts["silent losses"] += bool(count)
        if count:
            console.print(f"lost: {path.relative_to(folder)}: {count}")
    headings = ("read", "refused", "crashed", "hung", "lost", "compared", "silent losses")
    table = Table("Kind", *headings, title=f"{len(found)} files of {folder} in {seconds:.1f} s")
    for kind, counts in [*sorted(by_kind.items()), ("all", sum(by_kind.values(), Counter[str]()))]:
        table.add_row(kind, *(str(counts[heading]) for heading in headings))
    console.print(table)
    console.print("Refused by:", ", ".join(f"{said or '-'} × {count}" for said, count in rules.most_common() if count))
    totals = sum(by_kind.values(), Counter[str]())
    return totals["crashed"] + totals["hung"] + totals["lost"] + totals["silent losses"]


def _name(path: Path, top: str, found: Mapping[str, object]) -> str:
    """The name under which a file was received: from the common folder where two would be the same."""
    return path.name if path.name in found else path.relative_to(top).as_posix()


def _is_opened(outcome: str, rules: str) -> bool:
    """Whether all cells of a file were seen, be it only to find no table among them."""
    return outcome == "read" or bool(_SEEN.intersection(rules.split(", ")))


def report_encodings(folder: Path, console: Console) -> int:
    reference = names(folder / REFERENCE)
    table = Table("File", "Names equal", title=f"One list of {NAMES} names in many encodings")
    missing = 0
    for path in sorted(folder.glob(ENCODED)):
        equal = sum(a == b for a, b in zip(reference, names(path), strict=False))
        missing += NAMES - equal
        table.add_row(path.name, f"{equal} of {NAMES}")
    console.print(table)
    return missing


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    console = Console(width=140)
    if not folder.is_dir():
        console.print(f"There is no corpus: {folder} is no folder. Name one: python -m benchmarks.corpus FOLDER.")
        return 2
    failures = report_outcomes(folder, console)
    if (encodings := folder.parent / "encodings").is_dir():
        failures += report_encodings(encodings, console)
    return min(failures, 1)


if __name__ == "__main__":
    sys.exit(main())
