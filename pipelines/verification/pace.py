"""How often the service may be asked, and how long is waited after it failed."""

import random
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass
class Pace:
    """At most ``rate`` requests a second over all threads, and none while the service wants to be left alone."""

    rate: float
    _next: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stopped: threading.Event = field(default_factory=threading.Event)

    def wait(self) -> bool:
        """Wait for one's turn; answers False where it does not come any more."""
        with self._lock:
            turn = max(self._next, time.monotonic())
            self._next = turn + 1 / self.rate
        return self.pause(turn - time.monotonic())

    def pause(self, seconds: float) -> bool:
        """Wait; answers False where that was cut short by ``stop``."""
        return not self._stopped.wait(max(seconds, 0.0))

    def hold(self, seconds: float) -> None:
        """Let nobody ask for so long."""
        with self._lock:
            self._next = max(self._next, time.monotonic() + seconds)

    def stop(self) -> None:
        """Wake up everybody who waits, now and later."""
        self._stopped.set()


def backoff(failures: int, first: float, most: float) -> float:
    """Seconds to wait after so many failures: anything up to twice as much each time, so that callers do not come back as one."""
    return random.uniform(0.0, min(first * 2 ** (failures - 1), most))


def retry_after(header: str | None) -> float:
    """Seconds that a Retry-After header asks for (RFC 9110: a number or a date); 0 where it says nothing."""
    if not header:
        return 0.0
    if header.strip().isdecimal():
        return min(float(header), threading.TIMEOUT_MAX)
    try:
        return max((parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError, OverflowError):
        return 0.0
