"""Running a command and watching what it costs."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_INTERVAL = 0.5  # seconds between two looks at memory, each of which holds the process up for some 10 ms


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall time in seconds; peak memory in MiB of the process with all its descendants together.

    ``stolen``: the share of the machine that its host gave to others meanwhile. Times are comparable where it is next to nothing.
    """

    seconds: float
    memory: float
    stolen: float = 0.0


def run(command: Sequence[str], environment: Mapping[str, str], log: Path, allowed: Sequence[int] = (0,)) -> Cost:
    """Run to the end; raises RuntimeError with the end of the log if it broke or its code is not ``allowed``."""
    with log.open("wb") as output:
        begin, stolen = time.perf_counter(), _stolen()
        process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        watch = _Watch(process.pid)
        watch.start()
        code = process.wait()
        seconds = time.perf_counter() - begin
        stolen = _stolen() - stolen
        watch.stop()
    told = log.read_text(errors="replace")
    # A Python program that breaks ends with 1, which csdl also says of a load with rejected rows.
    if code not in allowed or "Traceback (most recent call last)" in told:
        raise RuntimeError(f"{' '.join(command)} ended with {code}:\n{told[-2000:]}")
    return Cost(seconds, watch.peak / 1024, stolen / seconds / (os.cpu_count() or 1))


def middle(costs: Sequence[Cost]) -> Cost:
    """Median time, highest memory, highest share stolen."""
    return Cost(
        median(cost.seconds for cost in costs), max(cost.memory for cost in costs), max(cost.stolen for cost in costs)
    )


def _stolen() -> float:
    """Seconds of all processors since the machine began in which it had work and its host did not run it (proc_stat(5): steal)."""
    ticks = Path("/proc/stat").read_text().split("\n", 1)[0].split()[8]
    return int(ticks) / os.sysconf("SC_CLK_TCK")


class _Watch(threading.Thread):
    """Looks at the memory of a session of processes (KiB, each shared page counted once)."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session = session
        self.peak = 0
        self._end = threading.Event()

    def run(self) -> None:
        while not self._end.wait(_INTERVAL):
            self.peak = max(self.peak, sum(map(_memory, _members(self.session))))

    def stop(self) -> None:
        self._end.set()
        self.join()


def _members(session: int) -> list[int]:
    """Processes of a session and their descendants, which may have opened sessions of their own."""
    processes = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                # After the name in brackets: state, parent, group, session.
                _, parent, _, own_session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            except OSError:
                continue  # it has ended meanwhile
            processes[int(entry.name)] = (int(parent), int(own_session))
    members = {pid for pid, (_, own_session) in processes.items() if own_session == session}
    while more := {pid for pid, (parent, _) in processes.items() if parent in members} - members:
        members |= more
    return sorted(members)


def _memory(pid: int) -> int:
    try:
        text = (Path("/proc") / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
