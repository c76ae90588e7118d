"""What is kept about asking: open batches and requests, and results, in the operational database."""

from dataclasses import dataclass

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.staging import Partition
from pipelines.state.database import Bulk, bulk
from pipelines.verification.statements import statement

_NUMBERS = {"person_key": pa.int64(), "fingerprint": pa.int64(), "request_no": pa.int64()}


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of one partition; every method is a transaction of its own."""

    engine: Engine
    database: Database
    partition: Partition

    def bind_results(self) -> None:
        """Table ``known_result``: the last results of the claims of table ``claim``."""
        self.engine.bind_arrow("known_result", self._of_claims("results"))

    def bind_asked(self) -> None:
        """Table ``asked_claim``: those of table ``claim`` that wait for an answer already, in any partition, on any channel."""
        self.engine.bind_arrow("asked_claim", self._of_claims("asked"))

    def bind_requests(self) -> None:
        """Table ``open_request``: whom of this partition the register was asked about and has not answered yet, on any channel."""
        with bulk(self.database) as transaction:
            self.engine.bind_arrow("open_request", _read(transaction, "requests", self._of_partition))

    def open_batches(self, channel: str) -> list[dict[str, str]]:
        """The open batches of a channel (batch_id, status, made_on), also as table ``open_batch``."""
        with bulk(self.database) as transaction:
            batches = _read(transaction, "batches", (*self._of_partition, channel))
        self.engine.bind_arrow("open_batch", batches)
        listed: list[dict[str, str]] = batches.to_pylist()
        return listed

    def add_requests(self, requests: pa.Table, channel: str, made_on: str) -> None:
        """Store new requests and their batches."""
        ids = requests["batch_id"].combine_chunks().unique()
        period, province = self._of_partition
        same = {"channel": channel, "period": period, "province_code": province, "made_on": made_on, "status": "made"}
        batches = pa.table({"batch_id": ids, **{name: pa.repeat(value, len(ids)) for name, value in same.items()}})
        with bulk(self.database) as transaction:
            transaction.append("verification_batch", batches)
            transaction.append("verification_request", requests)

    def mark_sent(self, batch_id: str) -> None:
        with bulk(self.database) as transaction:
            transaction.execute(statement("state/mark_sent"), (batch_id,))

    def settle(self, answered: pa.Table) -> None:
        """Keep results, and close the requests they answer; all or nothing."""
        with bulk(self.database) as transaction:
            transaction.lend("answered", answered)
            transaction.execute(statement("state/store"))
            _close(transaction, answered.select(["batch_id", "request_no"]))

    def close(self, requests: pa.Table) -> None:
        """Give up requests (batch_id, request_no)."""
        with bulk(self.database) as transaction:
            _close(transaction, requests)

    def _of_claims(self, name: str) -> pa.Table:
        lent = self.engine.arrow("SELECT kind, person_key, fingerprint FROM claim ORDER BY ALL")
        with bulk(self.database) as transaction:
            transaction.lend("claimed", lent)
            return _read(transaction, name)

    @property
    def _of_partition(self) -> tuple[str, str]:
        return self.partition.period, self.partition.province_code


def give_up_batches(database: Database, oldest: str) -> None:
    """Give up what was asked before a day (ISO) and not answered."""
    with bulk(database) as transaction:
        transaction.execute(statement("state/give_up_requests"), (oldest,))
        transaction.execute(statement("state/close_batches"))


def has_results(database: Database) -> bool:
    with bulk(database) as transaction:
        return bool(transaction.read("SELECT 1 AS one FROM verification LIMIT 1").num_rows)


def open_partitions(database: Database, channel: str) -> dict[str, Partition]:
    """Open batch of a channel → the partition of its persons."""
    with bulk(database) as transaction:
        rows = transaction.read(statement("state/open_partitions"), (channel,)).to_pylist()
    return {row["batch_id"]: Partition(row["period"], row["province_code"]) for row in rows}


def _close(transaction: Bulk, requests: pa.Table) -> None:
    transaction.lend("closed", requests)
    transaction.execute(statement("state/close_requests"))
    transaction.execute(statement("state/close_batches"))


def _read(transaction: Bulk, name: str, parameters: tuple[object, ...] = ()) -> pa.Table:
    return transaction.read_texts(statement(f"state/{name}"), parameters, but=_NUMBERS)
