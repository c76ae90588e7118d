"""A small province whose people can be verified: rows that are linked to persons, and records of the population register."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from sqlalchemy import text

from pipelines.staging import Partition, Staging
from pipelines.verification.access import ServiceAccess
from pipelines.verification.channel import Channel
from pipelines.verification.http_service import HttpService
from pipelines.verification.tally import Tally
from pipelines.verification.verify import partitions_to_verify, verify
from tests.marts.sample import learner as ordinary_learner
from tests.marts.sample import school
from tests.marts.staged import BEGINNING, PROVINCE, Row, Staged
from tests.verification.register import TOKEN, Record, Sandbox

NORTH, SOUTH = "79760501", "79760502"
TODAY = date(2025, 11, 3)
HERE = Partition(BEGINNING, PROVINCE)


def learner(key: int, **said: Any) -> Row:
    return ordinary_learner(key) | {"birth_date": date(2016, 5, 3), "sex_code": "02", "full_name": name_of(key)} | said


def name_of(key: int) -> str:
    """A name of its own that can be looked for in logs."""
    return f"Nguyễn Bí Mật {'ABCDEFGHIJ'[key // 10 % 10]}{'ABCDEFGHIJ'[key % 10]}"


def number_of(key: int) -> str:
    return str(ordinary_learner(key)["personal_id"])


def record_of(key: int, **differences: Any) -> Record:
    """What the register has of the learner, as it writes it."""
    return {"full_name": name_of(key).upper(), "birth_date": "2016-05-03", "sex_code": "02"} | differences


class Town(Staged):
    """``hand_in`` puts the rows of a school in force; ``ask`` verifies."""

    def hand_in(
        self, sender: str, learners: list[Row], period: str = BEGINNING, staff: list[Row] | None = None
    ) -> None:
        self.shift += 10  # what replaces a sheet is another one
        for dataset in ("school", "student", "staff"):
            self.sheets.pop((period, sender, dataset), None)
        datasets = {"school": [school(sender)], "student": learners}
        self.submit(period, sender, **datasets, **({"staff": staff} if staff else {}))
        self.write()

    def ask(self, channel: Channel, today: date = TODAY, **options: Any) -> Tally:
        partitions = options.pop("partitions", partitions_to_verify(self.database))
        return verify(self.settings, self.database, channel, partitions, today, **options)

    def stored(self, table: str = "verification") -> list[Row]:
        with self.database.connect() as connection:
            return [dict(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2")).mappings()]

    def statuses(self) -> dict[int, str]:
        return {row["person_key"]: row["status"] for row in self.stored()}

    def standing(self, partition: Partition = HERE) -> list[Row]:
        path = Staging(self.settings.workspace.staging).verifications(partition)
        rows: list[Row] = pq.read_table(path).to_pylist() if path.exists() else []
        return rows


def town_of(home: Path, learners: int) -> Town:
    town = Town(home)
    town.hand_in(NORTH, [learner(key) for key in range(1, learners + 1)])
    return town


def register_of(learners: int) -> dict[str, Record]:
    return {number_of(key): record_of(key) for key in range(1, learners + 1)}


def service(sandbox: Sandbox, today: date = TODAY, **settings: Any) -> HttpService:
    """A channel to the sandbox in a hurry."""
    usual: dict[str, Any] = {"batch_size": 5, "rate": 1000.0, "timeout": 2.0, "attempts": 4, "first_pause": 0.01}
    return HttpService(ServiceAccess(sandbox.url, TOKEN, **(usual | settings)), today)
