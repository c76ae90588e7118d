"""``csdl up``: started once."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.conftest import Csdl


@dataclass(frozen=True)
class Page:
    """A page that is up."""

    csdl: Csdl
    port: int
    process: "subprocess.Popen[str]"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    csdl, port = Csdl(tmp_path_factory.mktemp("up")), free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSDL_HOME", str(csdl.home))
        command = [sys.executable, "-c", "from csdl.main import main; main()", "up", "--port", str(port)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout
            try:
                assert any(f":{port}" in line for line in process.stdout)
                yield Page(csdl, port, process)
            finally:
                process.send_signal(signal.SIGINT)
                process.communicate(timeout=60)


def test_a_workspace_is_up_once(page: Page) -> None:
    for port in (page.port, free_port()):
        answer = page.csdl.program("up", "--port", port, "--lang=en")
        assert (answer.returncode, answer.stdout) == (2, "")
        assert "already running on this workspace" in answer.stderr


def test_a_port_in_use_is_told(page: Page, tmp_path: Path) -> None:
    answer = Csdl(tmp_path).program("up", "--port", page.port, "--lang=en")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "Address already in use" in answer.stderr
