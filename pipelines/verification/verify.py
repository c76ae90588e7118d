"""Verification: who is to be asked is asked, what is answered is kept, partition by partition."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.errors import VerificationError
from pipelines.locks import exclusive
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.staging import Partition, validated_partitions
from pipelines.verification.channel import REQUEST, Batch, Channel, Reply
from pipelines.verification.claims import bind_claims
from pipelines.verification.ledger import Ledger, give_up_batches, open_partitions
from pipelines.verification.policy import load_policy
from pipelines.verification.standing import write_standing
from pipelines.verification.statements import statement
from pipelines.verification.tally import Tally

# Replies, and answers in them, that are stored together: few enough that a kill costs little, many enough that storing does.
_REPLIES_TOGETHER, _ANSWERS_TOGETHER = 20, 10_000
_EVERYBODY = 2**62


def partitions_to_verify(
    database: Database, periods: Sequence[str] = (), provinces: Sequence[str] = ()
) -> list[Partition]:
    """The validated partitions of these periods and provinces; without periods, the newest one of each province."""
    wanted = [p for p in validated_partitions(database) if not provinces or p.province_code in provinces]
    if periods:
        return [p for p in wanted if p.period in periods]
    newest: dict[str, Partition] = {}
    for partition in sorted(wanted, key=lambda p: Period.parse(p.period).order):
        newest[partition.province_code] = partition
    return sorted(newest.values())


def verify(
    settings: Settings,
    database: Database,
    channel: Channel,
    partitions: Sequence[Partition],
    today: date,
    *,
    limit: int | None = None,
) -> Tally:
    """Ask about the people of some partitions whose claims have no result that holds, and take what comes back.

    At most ``limit`` persons are asked about anew. What earlier runs asked, anywhere, and the channel can answer now is taken
    up too. A kill loses no more than the last replies: their batches are open and are handed over again. Waits for another run.
    """
    policy = load_policy()
    tally = Tally(failures=list(channel.refused))
    left = _EVERYBODY if limit is None else limit
    with exclusive(settings.workspace.home / ".verification.lock"):
        give_up_batches(database, (today - timedelta(days=policy.waiting_days)).isoformat())
        open_ = open_partitions(database, channel.name)
        answering = {partition for batch_id, partition in open_.items() if channel.has_news(batch_id)}
        # Answers first: what one partition says may wait for what another one asked.
        for partition in [*sorted(answering), *sorted({*partitions} - answering)]:
            with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
                run = _Run(engine, Ledger(engine, database, partition), channel, today, tally)
                bind_claims(engine, settings, database, partition)
                if partition in partitions:
                    left -= run.plan((today - timedelta(days=policy.validity_days)).isoformat(), left)
                run.exchange()
                write_standing(engine, settings, database, partition)
            if tally.stopped:
                break
    return tally


@dataclass(frozen=True, slots=True)
class _Run:
    """One partition."""

    engine: Engine
    ledger: Ledger
    channel: Channel
    today: date
    tally: Tally

    def plan(self, oldest: str, limit: int) -> int:
        """Make batches of whoever is to be asked, with results older than ``oldest``; answers how many persons these are."""
        self.ledger.bind_results()
        self.ledger.bind_asked()
        # Ids of batches go to the register, and must not meet again after the database was put back from an older copy.
        name = f"{self.today:%Y%m%d}-{self.ledger.partition.province_code}-{secrets.token_hex(4)}"
        parameters = {"oldest": oldest, "name": name, "capacity": self.channel.capacity, "limit": limit}
        requests = self.engine.arrow(statement("to_ask"), parameters)
        if requests.num_rows:
            self.ledger.add_requests(requests, self.channel.name, self.today.isoformat())
        self.tally.asked += requests.num_rows
        return requests.num_rows

    def exchange(self) -> None:
        """Hand over the open batches of the channel, and store what comes back."""
        wave: list[Reply] = []
        try:
            for reply in self.channel.exchange(self._open_batches()):
                wave.append(reply)
                answers = sum(reply.answers.num_rows for reply in wave if reply.answers is not None)
                if len(wave) == _REPLIES_TOGETHER or answers >= _ANSWERS_TOGETHER:
                    full, wave = wave, []
                    self._store(full)
        except VerificationError as error:
            self.tally.stopped = error
        finally:
            self._store(wave)
        self.ledger.bind_requests()
        self.tally.still_open += int(str(self.engine.value("SELECT count(*) FROM open_request")))

    def _open_batches(self) -> Iterator[Batch]:
        self.ledger.bind_requests()
        batches = self.ledger.open_batches(self.channel.name)
        self.engine.execute(statement("request"))
        moot = self.engine.arrow(statement("moot"))
        if moot.num_rows:
            self.ledger.close(moot)
        asking = {batch_id for (batch_id,) in self.engine.rows("SELECT DISTINCT batch_id FROM request")}
        for batch in batches:
            batch_id = batch["batch_id"]
            if batch_id in asking:
                yield Batch(batch_id, batch["made_on"], batch["status"] == "sent", partial(self._requests, batch_id))

    def _requests(self, batch_id: str) -> pa.Table:
        return self.engine.arrow(statement("requests_of_batch"), {"batch_id": batch_id}).cast(REQUEST)

    def _store(self, replies: Sequence[Reply]) -> None:
        """Keep what a few replies say, then let the channel forget them."""
        for reply in replies:
            if reply.why:
                self.tally.failures.append(reply.why)
            elif reply.outcome == "sent":
                self.ledger.mark_sent(reply.batch_id)
                self.tally.batches_sent += 1
        answered = [reply for reply in replies if reply.answers is not None]
        if answered:
            self._settle(answered)
        for reply in answered:
            reply.forget()

    def _settle(self, replies: Sequence[Reply]) -> None:
        answers = pa.concat_tables(
            reply.answers.append_column("batch_id", pa.repeat(reply.batch_id, reply.answers.num_rows))
            for reply in replies
            if reply.answers is not None
        )
        self.engine.bind_arrow("answer", answers)
        self.engine.execute(statement("judge"))
        results = self.engine.arrow(statement("answered"), {"channel": self.channel.name})
        if results.num_rows:
            self.ledger.settle(results)
        self.engine.bind_arrow("stored", results)
        self.tally.add(answers.num_rows, self._count("judged", "verdict"), self._count("stored", "status"))

    def _count(self, table: str, column: str) -> dict[str, int]:
        counted = self.engine.rows(f"SELECT {column}, count(*) FROM {table} GROUP BY {column}")
        return {str(value): int(str(count)) for value, count in counted}
