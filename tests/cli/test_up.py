"""``csdl up``: started once, on what an earlier page left behind, and ended from outside."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pytest
from typer.testing import Result

from assets.definitions import defs
from csdl.installation import prepare_dagster
from tests.cli.conftest import Csdl

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Page:
    """A page that is up; ``dead`` runs died with an earlier one, as doctor had told before."""

    csdl: Csdl
    port: int
    process: "subprocess.Popen[str]"
    dead: list[str]
    doctor: Result

    def statuses(self) -> set[str]:
        with dg.DagsterInstance.get() as instance:
            return {run.status.value for run_id in self.dead if (run := instance.get_run_by_id(run_id))}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes_of(group: int) -> dict[int, str]:
    """The processes of a group that still run, with their command lines."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, of = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
            if int(of) == group and state != "Z":
                found[int(folder.name)] = (folder / "cmdline").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def child_of(process: int) -> int:
    return int(Path(f"/proc/{process}/task/{process}/children").read_text().split()[0])


def until(is_so: Callable[[], object], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.2)
    return bool(is_so())


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    csdl, port = Csdl(tmp_path_factory.mktemp("up")), free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSDL_HOME", str(csdl.home))
        patch.setenv("DAGSTER_HOME", str(prepare_dagster()))
        with dg.DagsterInstance.get() as instance:
            load = defs.resolve_job_def("load_new")
            dead = [
                instance.create_run_for_job(load, status=status).run_id
                for status in (dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED)
            ]
        answer = csdl("doctor", "--json")
        command = [sys.executable, "-c", "from csdl.main import main; main()", "up", "--port", str(port)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout
            try:
                assert any(f":{port}" in line for line in process.stdout)
                yield Page(csdl, port, process, dead, answer)
            finally:
                process.send_signal(signal.SIGINT)
                process.communicate(timeout=60)


def test_doctor_tells_of_runs_that_nobody_executes(page: Page) -> None:
    assert page.doctor.exit_code == 2
    found = {each["subject"]: each["found"] for each in json.loads(page.doctor.stdout)}
    assert found["runs"] == "2"


def test_what_died_with_an_earlier_page_is_recorded_as_failed(page: Page) -> None:
    assert page.statuses() == {"FAILURE"}


def test_a_workspace_is_up_once(page: Page) -> None:
    for port in (page.port, free_port()):
        answer = page.csdl.program("up", "--port", port, "--lang=en")
        assert (answer.returncode, answer.stdout) == (2, "")
        assert "already running on this workspace" in answer.stderr


def test_a_port_in_use_is_told(page: Page, tmp_path: Path) -> None:
    answer = Csdl(tmp_path).program("up", "--port", page.port, "--lang=en")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "Address already in use" in answer.stderr


def test_a_page_whose_daemon_dies_ends_whole_and_says_so(page: Page) -> None:
    group = child_of(page.process.pid)
    [daemon] = [process for process, command in processes_of(group).items() if "dagster._daemon" in command]
    os.kill(daemon, signal.SIGKILL)
    _, complaints = page.process.communicate(timeout=90)
    assert page.process.returncode == 2
    assert "ngoài ý muốn" in complaints
    assert until(lambda: not processes_of(group), 5)


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_ends_the_page_and_is_no_failure(tmp_path: Path, number: signal.Signals) -> None:
    dagster = tmp_path / "dagster"
    dagster.write_text("#!/bin/sh\necho $$\nexec sleep 60\n")
    dagster.chmod(0o755)
    # Whoever runs the tests may ignore or block signals, as nohup does.
    heed = f"[signal.signal(n, signal.SIG_DFL) for n in {[*map(int, ENDING)]}]; signal.pthread_sigmask(signal.SIG_SETMASK, [])"
    serve = (
        f"import signal; {heed}; "
        "import os, sys, csdl.serve; from pathlib import Path; sys.executable = sys.argv[1]; "
        "sys.exit(csdl.serve._serve('127.0.0.1', int(sys.argv[2]), Path(os.devnull).open('wb')))"
    )
    command = [sys.executable, "-c", serve, str(dagster), str(free_port())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        group = int(process.stdout.readline())
        time.sleep(0.5)
        process.send_signal(number)
        assert process.wait(30) == 0
    assert not processes_of(group)
