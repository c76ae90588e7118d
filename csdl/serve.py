"""The installation itself: ``up``, which starts page, daemon and code server and ends them as one, and ``doctor``."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from csdl.installation import PROJECT, prepare_dagster
from csdl.output import DONE, NOT_DONE, AsJson, complain, say, show_json, texts

if TYPE_CHECKING:
    from pipelines.settings import Settings

# Held in Dagster's folder by whoever is up.
_LOCK = "up.lock"
# Seconds within which the page must answer.
_START_LIMIT = 120.0
# Seconds that processes left behind have to end by themselves.
_END_LIMIT = 15.0


def add_to(app: typer.Typer) -> None:
    app.command("up", help=texts("help.up"))(up)
    app.command("doctor", help=texts("help.doctor"))(doctor)


def up(
    port: Annotated[int, typer.Option(min=1, max=65535, help=texts("option.port"))] = 3000,
    host: Annotated[str, typer.Option(help=texts("option.host"))] = "127.0.0.1",
) -> None:
    home = prepare_dagster()
    with _the_only_one(home / _LOCK) as lock:
        _require_free(host, port)
        say("up.starting")
        _bury_the_dead()
        raise typer.Exit(_serve(host, port, lock))


def _the_only_one(path: Path) -> BinaryIO:
    from pipelines.locks import hold

    try:
        return hold(path, waits=False)
    except BlockingIOError:
        complain("up.twice", path=path)
        raise typer.Exit(NOT_DONE) from None


def _require_free(host: str, port: int) -> None:
    """Without it, whoever answers at the port would be taken for the page."""
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        complain("up.port", host=host, port=str(port), why=error.strerror)
        raise typer.Exit(NOT_DONE) from None


def _bury_the_dead() -> None:
    """Before the daemon looks at its queue: what died with an earlier page would let nothing through."""
    import dagster as dg

    from assets.runs import bury_the_dead

    with dg.DagsterInstance.get() as instance:
        for run_id in bury_the_dead(instance, is_launching=False):
            complain("up.dead", run=run_id)


def _serve(host: str, port: int, lock: BinaryIO) -> int:
    # The project's folder holds [tool.dagster].
    command = [sys.executable, "-m", "dagster", "dev", "--host", host, "--port", str(port), "--log-level", "error"]
    # A signal that was ignored when this began would be ignored by the child, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # In a session of its own, so that each signal reaches it once, from here; it holds the lock as long as it lives.
    process = subprocess.Popen(
        command,
        cwd=PROJECT,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
        start_new_session=True,
        pass_fds=[lock.fileno()],
    )
    asked: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        process.send_signal(signal.SIGINT)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Under nohup the page outlives its terminal.
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, stop)
    url = f"http://{host}:{port}"
    if _answers(url, process):
        say("up.ready", url=url)
    status = process.wait()
    if asked:
        return NOT_DONE if status > 0 else DONE
    _end(process.pid)
    complain("up.ended")
    return NOT_DONE


def _answers(url: str, process: "subprocess.Popen[bytes]") -> bool:
    """Whether the page comes up before its process ends or the time is over."""
    from urllib.error import URLError
    from urllib.request import urlopen

    deadline = time.monotonic() + _START_LIMIT
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"{url}/server_info", timeout=5):
                return True
        except (URLError, OSError):
            time.sleep(0.5)
    return False


def _end(group: int) -> None:
    """End what is left of a group of processes."""
    try:
        os.killpg(group, signal.SIGTERM)
        deadline = time.monotonic() + _END_LIMIT
        while time.monotonic() < deadline:
            os.killpg(group, 0)
            time.sleep(0.2)
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def doctor(as_json: AsJson = False) -> None:
    from dataclasses import asdict

    from pipelines.overview.health import examine
    from pipelines.settings import Settings

    results = list(examine(Settings.from_environment(), {"runs": _runs}))
    if as_json:
        show_json([asdict(result) for result in results])
    else:
        for result in results:
            mark = texts("doctor.well" if result.is_well else "doctor.ill")
            say("doctor.line", mark=mark, what=texts(f"doctor.{result.subject}"), found=result.found)
            if not result.is_well:
                say("doctor.mend", mend=texts(f"doctor.{result.subject}.mend", found=result.found))
    raise typer.Exit(DONE if all(result.is_well for result in results) else NOT_DONE)


def _runs(settings: "Settings") -> tuple[bool, str]:
    """No run is unfinished that nobody executes: it would let no other through."""
    from pipelines.locks import is_held

    home = settings.workspace.dagster
    if not (home / "history").is_dir():
        return True, "0"
    prepare_dagster()
    import dagster as dg

    from assets.runs import dead_runs

    with dg.DagsterInstance.get() as instance:
        dead = dead_runs(instance, is_launching=is_held(home / _LOCK))
    return not dead, str(len(dead))
