"""How fast people are verified: `python -m benchmarks.verification --persons 1000000 --channel batch|http FOLDER`.

Makes one province of so many learners in FOLDER (rows as validation and identity leave them), then times each step and says the peak
of memory. HTTP goes to the sandbox of the tests, which answers well, in a process of its own.
"""

import argparse
import hashlib
import json
import multiprocessing
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy import insert

from pipelines.engine import Engine, quote_text
from pipelines.settings import Settings, Workspace
from pipelines.staging import Partition, Staging
from pipelines.state.database import open_database
from pipelines.state.models import ValidatedSender
from pipelines.verification.access import ServiceAccess
from pipelines.verification.file_exchange import FORMAT, FileExchange, signature
from pipelines.verification.http_service import HttpService
from pipelines.verification.ledger import open_partitions
from pipelines.verification.standing import refresh_standing
from pipelines.verification.verify import verify

HERE = Partition("2025-2026-dau-nam", "79")
TODAY = date(2025, 11, 3)
SECRET = bytes(32)
TOKEN = "a token of the tests"
_SENDER = "79"

_LEARNERS = """
SELECT
    row_place(1 + n // 500, n % 500 + 2) AS row_id,
    '79' AS sender_code,
    '797' || lpad((n // 500)::VARCHAR, 5, '0') AS school_code,
    'Nguyễn Thị ' || chr((65 + n % 26)::INTEGER) || ' ' || n AS full_name,
    DATE '2010-01-01' + (n % 3650)::INTEGER AS birth_date,
    NULL::VARCHAR AS birth_date_partial,
    year(DATE '2010-01-01' + (n % 3650)::INTEGER)::BIGINT AS birth_date_year,
    CASE n % 2 WHEN 0 THEN '01' ELSE '02' END AS sex_code,
    '079' || lpad(n::VARCHAR, 9, '0') AS personal_id,
    '01' AS status_code,
    n + 1 AS person_key
FROM (SELECT unnest(range($persons)) AS n)
"""


@contextmanager
def timed(what: str) -> Iterator[None]:
    start, busy = time.perf_counter(), time.process_time()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{what:<40} {time.perf_counter() - start:8.1f} s   {time.process_time() - busy:6.1f} s of a core   peak so far {peak:6.0f} MiB",
        flush=True,
    )


def settings_of(home: Path) -> Settings:
    return Settings(Workspace(home), f"sqlite:///{home / 'csdl.sqlite'}", 2, 1500, 500, 30.0)


def make_province(home: Path, persons: int) -> None:
    settings = settings_of(home)
    settings.workspace.create()
    database = open_database(settings.database_url)
    staging = Staging(settings.workspace.staging)
    with Engine(settings.workspace.temporary, 1500, 2) as engine:
        engine.execute(f"CREATE TABLE learner AS {_LEARNERS}", {"persons": persons})
        engine.write_parquet(
            "SELECT * EXCLUDE (person_key) FROM learner ORDER BY row_id",
            staging.part("typed", HERE, "000001", "student"),
        )
        remarks = "SELECT row_id, sender_code, '' AS outcome FROM learner WHERE FALSE"
        engine.write_parquet(remarks, staging.part("outcomes", HERE, "000001", "student"))
        engine.write_parquet("SELECT row_id, person_key FROM learner ORDER BY row_id", staging.links("learner", HERE))
    with database.begin() as connection:
        of_partition = {"period": HERE.period, "province_code": HERE.province_code}
        connection.execute(
            insert(ValidatedSender).values(**of_partition, sender_code=_SENDER, part="000001", fingerprint="f")
        )


def answer_files(folder: Path, engine: Engine) -> None:
    """What the register would send: every request found, in capitals."""
    inbox = folder / "in"
    inbox.mkdir()
    for requests in (folder / "out").glob("*.requests.csv"):
        data = inbox / requests.name.replace("requests", "answers")
        select = (
            "SELECT request_no, 'found' AS result, upper(full_name) AS full_name, birth_date, sex_code, '' AS died_on "
            f"FROM read_csv({quote_text(str(requests))}, all_varchar = TRUE)"
        )
        rows = engine.write_csv(select, data)
        asked = json.loads(requests.with_suffix(".json").read_text())
        digest = hashlib.sha256(data.read_bytes()).hexdigest()
        about = {"format": FORMAT, "batch_id": asked["batch_id"], "file": data.name, "rows": rows, "sha256": digest}
        manifest = data.with_suffix(".json")
        manifest.write_text(json.dumps(about | {"answered_on": TODAY.isoformat()}))
        Path(f"{manifest}.sig").write_text(signature(manifest.read_bytes(), SECRET))


def batch(settings: Settings, database: Database) -> None:
    folder = settings.workspace.register_exchange
    with timed("files out"):
        verify(settings, database, FileExchange(folder / "out", None, SECRET, (), TODAY), [HERE], TODAY)
    with Engine(settings.workspace.temporary, 1500, 2) as engine:
        answer_files(folder, engine)
    with timed("files in, compared, stored, told"):
        exchange = FileExchange(None, folder / "in", SECRET, open_partitions(database, "batch").keys(), TODAY)
        print(verify(settings, database, exchange, [], TODAY))


def http(settings: Settings, database: Database) -> None:
    parent, child = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(child,), daemon=True)
    server.start()
    access = ServiceAccess(parent.recv(), TOKEN, rate=1e6)
    start = time.perf_counter()
    with timed("asked by HTTP, compared, stored, told"):
        tally = verify(settings, database, HttpService(access, TODAY), [HERE], TODAY)
    print(tally)
    print(f"{tally.answered / (time.perf_counter() - start) * 60:,.0f} persons a minute")
    server.terminate()


def serve(connection: Connection) -> None:
    from tests.verification.register import Sandbox

    class Everybody(Sandbox):
        def answer(self, request: dict[str, object]) -> dict[str, object]:
            return request | {"result": "found", "full_name": str(request["full_name"]).upper()}

    with Everybody() as sandbox:
        connection.send(sandbox.url)
        time.sleep(1e6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--channel", choices=("batch", "http"), default="batch")
    arguments = parser.parse_args()
    with timed(f"a province of {arguments.persons:,} learners made"):
        # In a process of its own, whose memory is not ours.
        maker = multiprocessing.get_context("spawn").Process(
            target=make_province, args=(arguments.folder, arguments.persons)
        )
        maker.start()
        maker.join()
    settings = settings_of(arguments.folder)
    database = open_database(settings.database_url)
    (batch if arguments.channel == "batch" else http)(settings, database)
    with timed("asked again: nobody"):
        verify(settings, database, FileExchange(None, None, SECRET, (), TODAY), [HERE], TODAY)
    with timed("standing brought up to date after a load"):
        refresh_standing(settings, database, HERE)


if __name__ == "__main__":
    main()
