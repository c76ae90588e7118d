"""Whatever a file does to its reader, and whatever is killed: one file is lost to the load, nothing is half done."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from time import sleep
from typing import IO

import pytest
import xlsxwriter

from pipelines.errors import StorageError
from pipelines.intake import reader_client
from pipelines.intake.archive import Archive
from pipelines.intake.headers import dataset_headers
from pipelines.intake.protocol import Batch, Configuration, FileToRead
from pipelines.intake.read import read_partition
from pipelines.intake.reader_client import ReaderFailedError
from pipelines.state.models import Sheet
from schemas.catalogue import load_catalogue
from tests.intake.books import HEADER, PUPILS, students
from tests.intake.conftest import PARTITION, Installation

FILES = 5


def land_pupils(installation: Installation) -> list[Path]:
    """Files of one pupil each; answers where their bytes are archived, in order."""
    for i in range(FILES):
        installation.land(f"{i}.xlsx", students((i, f"Nguyễn Văn {i}", *PUPILS[0][2:])))
    (receipt,) = installation.receive()
    archive = Archive(installation.settings.workspace.archive)
    return [archive.path(file.sha256) for file in receipt.files]


def names(installation: Installation) -> list[str]:
    return sorted(row["full_name"] for row in installation.rows())


def pupils(*numbers: int) -> list[str]:
    return [f"Nguyễn Văn {i}" for i in numbers]


def staged(installation: Installation) -> set[str]:
    return {path.stem for path in installation.settings.workspace.staging.rglob("*.parquet")}


def test_a_cell_at_the_far_end_costs_one_file(installation: Installation) -> None:
    """A lone cell at XFD1048576 makes the reader ask for more memory than there is, and abort."""
    land_pupils(installation)
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "x")
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    installation.land("2b.xlsx", memory.getvalue())
    installation.receive()
    summary = installation.read()
    assert (summary.files_read, summary.files_refused) == (FILES, 1)
    (finding,) = installation.findings()
    assert (finding["file"], finding["rule_id"]) == ("2b.xlsx", "FIL006")
    assert names(installation) == pupils(*range(FILES))


def test_too_little_memory_to_start_with_is_told_in_words(installation: Installation) -> None:
    installation.land("a.xlsx", students())
    installation.receive()
    with pytest.raises(ReaderFailedError, match=r"CSDL_READER_MEMORY.*MemoryError"):
        installation.within(reader_memory=20).read()
    assert installation.statuses() == {"a.xlsx": "received"}


def test_a_file_too_large_for_the_memory_costs_one_file(installation: Installation) -> None:
    land_pupils(installation)
    header = ",".join(HEADER[1:])
    row = "ọ" * 500 + "," * 5
    installation.land("lớn.csv", "\n".join([header, *[row] * 20_000]).encode())
    installation.receive()
    summary = installation.within(reader_memory=200).read()
    assert (summary.files_read, summary.files_refused) == (FILES, 1)
    (finding,) = installation.findings()
    assert (finding["file"], finding["rule_id"]) == ("lớn.csv", "FIL006")
    assert "200 MB" in finding["parameters"]


def test_a_file_that_takes_for_ever_costs_one_file(installation: Installation) -> None:
    """Opening a pipe that nobody writes to hangs as a looping parser does."""
    contents = land_pupils(installation)
    contents[2].unlink()
    os.mkfifo(contents[2])
    summary = installation.within(reader_timeout=3.0).read()
    assert (summary.files_read, summary.files_refused) == (FILES - 1, 1)
    assert installation.rules() == ["FIL002"]
    assert names(installation) == pupils(0, 1, 3, 4)


def test_a_killed_reader_costs_nothing(installation: Installation) -> None:
    contents = land_pupils(installation)
    kept = contents[2].rename(contents[2].with_suffix(".kept"))
    os.mkfifo(contents[2])

    def kill_the_waiting_reader() -> None:
        reader = next(children_waiting_for_pipe())
        kept.rename(contents[2])
        os.kill(reader, signal.SIGKILL)

    killer = Thread(target=kill_the_waiting_reader, daemon=True)
    killer.start()
    summary = installation.read()
    killer.join()
    assert (summary.files_read, summary.files_refused) == (FILES, 0)
    assert names(installation) == pupils(*range(FILES))


def test_a_reader_killed_before_it_began_costs_nothing(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise its partition would miss the load, and later periods would not know the learners of this one."""
    land_pupils(installation)
    launch, launched = reader_client._launch, []

    def launch_and_kill_the_first() -> tuple["subprocess.Popen[str]", IO[str]]:
        process, complaints = launch()
        if not launched:
            process.kill()
            process.wait()
        launched.append(process.pid)
        return process, complaints

    monkeypatch.setattr(reader_client, "_launch", launch_and_kill_the_first)
    summary = installation.read()
    assert (summary.files_read, summary.files_refused) == (FILES, 0)
    assert names(installation) == pupils(*range(FILES))


def children_waiting_for_pipe() -> Iterator[int]:
    """Child processes that wait for a writer of a named pipe (Linux)."""
    while True:
        for children in Path("/proc/self/task").glob("*/children"):
            for child in children.read_text().split():
                if "wait_for_partner" in Path(f"/proc/{child}/wchan").read_text():
                    yield int(child)
        sleep(0.05)


KILLED_RUN = """
import os, signal, sys
from pipelines.intake import read
from pipelines.settings import Settings
from pipelines.staging import Partition
from pipelines.state.database import open_database

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

read._BATCH_FILES = 2
if sys.argv[1] == "before the record":
    read.record = die
settings = Settings.from_environment()
progress = die if sys.argv[1] == "after a batch" else None
read.read_partition(settings, open_database(settings.database_url), Partition(sys.argv[2], sys.argv[3]), progress)
"""


@pytest.mark.parametrize(("moment", "recorded"), [("before the record", 0), ("after a batch", 2)])
def test_a_killed_run_leaves_whole_batches_and_goes_on(installation: Installation, moment: str, recorded: int) -> None:
    land_pupils(installation)
    settings = installation.settings
    environment = {
        "CSDL_HOME": str(settings.workspace.home),
        "CSDL_DATABASE_URL": settings.database_url,
        "CSDL_WORKERS": "1",
    }
    run = subprocess.run(
        [sys.executable, "-c", KILLED_RUN, moment, PARTITION.period, PARTITION.province_code],
        env=os.environ | environment,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert run.returncode == -signal.SIGKILL
    assert len(installation.table(Sheet)) == recorded
    assert "1-2" in staged(installation)
    installation.read()
    assert names(installation) == pupils(*range(FILES))
    assert set(installation.statuses().values()) == {"read"}
    assert staged(installation) == {row["part"] for row in installation.table(Sheet)}


def test_staging_that_cannot_be_written_loses_nothing(installation: Installation) -> None:
    land_pupils(installation)
    obstacle = installation.settings.workspace.staging / "raw"
    obstacle.write_bytes(b"")
    with pytest.raises(StorageError, match="Không ghi được"):
        installation.read()
    assert installation.table(Sheet) == []
    assert set(installation.statuses().values()) == {"received"}
    obstacle.unlink()
    assert installation.read().files_read == FILES


def test_several_workers_read_every_file_once(installation: Installation) -> None:
    land_pupils(installation)
    done: list[int] = []
    two = installation.within(workers=2)
    summary = read_partition(two.settings, two.database, PARTITION, done.append)
    assert (summary.files_read, summary.sheets, summary.rows) == (FILES, FILES, {"student": FILES})
    assert sum(done) == FILES and len(done) > 1
    assert names(installation) == pupils(*range(FILES))


def test_the_reader_imports_little(tmp_path: Path) -> None:
    """It starts in a quarter of a second; what it must not import takes longer than that."""
    path = tmp_path / "hoc_sinh.xlsx"
    path.write_bytes(students(PUPILS[0], (), PUPILS[1]))
    datasets = dataset_headers(load_catalogue())
    batch = Batch("1-1", dict.fromkeys(datasets, str(tmp_path / "staging")), [FileToRead(1, path.name, str(path))])
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "pipelines.intake.reader_process"],
        input=f"{Configuration(1500, 20.0, datasets, []).to_json()}\n{batch.to_json()}\n",
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert '"rows_read": 2' in run.stdout
    imported = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines()}
    assert "pyarrow" in imported
    assert not imported & {"pandas", "sqlalchemy", "duckdb", "dagster", "openpyxl", "alembic"}


def test_readers_do_without_pandas(installation: Installation) -> None:
    """pyarrow would import it; an import that runs out of memory half way is no broken file."""
    installation.land("0.csv", "\n".join([",".join(HEADER[1:]), *["ọ" * 50 + "," * 5] * 200]).encode())
    contents = land_pupils(installation)
    contents[-1].unlink()
    os.mkfifo(contents[-1])
    loaded: list[str] = []

    def look_at_the_waiting_reader() -> None:
        reader = next(children_waiting_for_pipe())
        loaded.append(Path(f"/proc/{reader}/maps").read_text())
        os.kill(reader, signal.SIGKILL)

    watcher = Thread(target=look_at_the_waiting_reader, daemon=True)
    watcher.start()
    installation.within(reader_timeout=10.0).read()
    assert "pyarrow" in loaded[0] and "pandas" not in loaded[0]
