"""The HTTP channel: batches posted to the register's service (docs/population_register.md).

What fails for a while (429, 5xx, time-outs, broken connections, answers that cannot be read) is tried again, under the same
idempotency key, so that the register counts a batch once. No body is ever logged or quoted: it is personal.
"""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import date

import httpx
import pyarrow as pa

from pipelines.errors import VerificationError
from pipelines.verification.access import ServiceAccess
from pipelines.verification.channel import ANSWER, CHECKED_ON, REQUEST, Batch, Reply
from pipelines.verification.pace import Pace, backoff, retry_after

PATH = "/v1/checks"
FORBIDDEN = (401, 403)
_OK, _TOO_MANY = 200, 429
# So many batches in a row without an answer mean that the service does not work.
_HOPELESS = 3


class _Unreadable(Exception):
    """An answer is not of the agreed form."""


@dataclass
class HttpService:
    """``today`` becomes the day of the checks."""

    access: ServiceAccess
    today: date
    name: str = "http"
    refused: list[VerificationError] = field(init=False, default_factory=list)
    _pace: Pace = field(init=False)

    @property
    def capacity(self) -> int:
        return self.access.batch_size

    def has_news(self, batch_id: str) -> bool:
        """Whatever is open can be asked at once."""
        return True

    def exchange(self, batches: Iterator[Batch]) -> Iterator[Reply]:
        """Post the batches, ``concurrency`` at a time; at most twice as many are held in memory.

        Raises VerificationError when the service does not accept us, wants to be left alone for long, or does not work.
        """
        headers = {"Authorization": f"Bearer {self.access.token}"}
        self._pace = Pace(self.access.rate)
        pool = ThreadPoolExecutor(self.access.concurrency)
        with httpx.Client(base_url=self.access.url, headers=headers, timeout=self.access.timeout) as client:
            try:
                waiting: set[Future[Reply]] = set()
                hopeless = 0
                for reply in self._replies(client, pool, batches, waiting):
                    hopeless = hopeless + 1 if reply.outcome == "failed" else 0
                    yield reply
                    if hopeless >= _HOPELESS:
                        raise VerificationError("verification.unavailable", batches=hopeless)
            finally:
                self._pace.stop()
                pool.shutdown(cancel_futures=True)

    def _replies(
        self, client: httpx.Client, pool: ThreadPoolExecutor, batches: Iterator[Batch], waiting: set[Future[Reply]]
    ) -> Iterator[Reply]:
        for batch in batches:
            waiting.add(pool.submit(self._ask, client, batch.batch_id, batch.read()))
            if len(waiting) >= 2 * self.access.concurrency:
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                waiting -= done
                for future in done:
                    yield future.result()
        for future in waiting:
            yield future.result()

    def _ask(self, client: httpx.Client, batch_id: str, requests: pa.Table) -> Reply:
        body = {"batch_id": batch_id, "requests": requests.select(REQUEST.names).to_pylist()}
        # Requests only ever leave a batch, so the same key is the same body.
        headers = {"Idempotency-Key": f"{batch_id}-{requests.num_rows}"}
        failures, reason, least = 0, "", 0.0
        while failures < self.access.attempts:
            pause = max(least, backoff(failures, self.access.first_pause, self.access.patience)) if failures else 0.0
            if not (self._pace.pause(pause) and self._pace.wait()):
                break
            least = 0.0
            try:
                response = client.post(PATH, json=body, headers=headers)
                if response.status_code == _OK:
                    return Reply(batch_id, "answered", self._answers(response, batch_id))
                reason = f"HTTP {response.status_code}"
                least = self._wait_asked(response)
            except httpx.RequestError as error:
                reason = type(error).__name__
            except _Unreadable:
                reason = "unreadable answer"
            else:
                if response.status_code in FORBIDDEN:
                    raise VerificationError("verification.forbidden", status=response.status_code)
                if response.status_code != _TOO_MANY and not response.is_server_error:
                    why = VerificationError("verification.refused", batch=batch_id, status=response.status_code)
                    return Reply(batch_id, "failed", why=why)
            failures += 1
        why = VerificationError("verification.no_answer", batch=batch_id, attempts=failures, reason=reason)
        return Reply(batch_id, "failed", why=why)

    def _wait_asked(self, response: httpx.Response) -> float:
        """Seconds that the service wants to be left alone; every thread does."""
        seconds = retry_after(response.headers.get("Retry-After"))
        if seconds > self.access.patience:
            raise VerificationError("verification.busy", seconds=round(seconds))
        self._pace.hold(seconds)
        return seconds

    def _answers(self, response: httpx.Response, batch_id: str) -> pa.Table:
        """The answers of a response (ANSWER and CHECKED_ON)."""
        try:
            said = response.json()
            if said["batch_id"] != batch_id or any(map(_has_fraction, said["answers"])):
                raise _Unreadable
            answers = pa.Table.from_pylist(said["answers"], schema=ANSWER)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError, pa.ArrowException):
            # Their texts quote the answer.
            raise _Unreadable from None
        return answers.append_column(CHECKED_ON, pa.repeat(self.today.isoformat(), answers.num_rows))


def _has_fraction(answer: dict[str, object]) -> bool:
    """Arrow would cut it off, and take the answer for that to another request."""
    number = answer.get("request_no")
    return isinstance(number, float) and not number.is_integer()
