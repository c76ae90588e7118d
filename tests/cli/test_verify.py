"""verify: the commands, their answers and exit codes."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from csdl.app import app
from tests.verification.register import TOKEN, Response, Sandbox
from tests.verification.test_files import SECRET, answers_to, deliver, requests_in
from tests.verification.town import Town, register_of, town_of


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return town_of(tmp_path, 7)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(people=register_of(6)) as server:
        yield server


def csdl(town: Town, *arguments: object, **environment: str) -> Result:
    home = {"CSDL_HOME": str(town.home)}
    return CliRunner().invoke(app, ["verify", *map(str, arguments)], env=home | environment)


def access(sandbox: Sandbox) -> Mapping[str, str]:
    return {"CSDL_REGISTER_URL": sandbox.url, "CSDL_REGISTER_TOKEN": TOKEN, "CSDL_REGISTER_CHANNEL": "http"}


def numbers(answer: Result) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer.stdout)
    return told


def test_http_asks_and_says_what_came_of_it(town: Town, sandbox: Sandbox) -> None:
    answer = csdl(town, "--limit", 3, "--json", **access(sandbox))
    assert (answer.exit_code, numbers(answer)["answered"]) == (0, 3)
    answer = csdl(town, **access(sandbox))
    assert answer.exit_code == 0 and "Hỏi mới 4 người, nhận trả lời về 4, còn chờ 0" in answer.stdout
    told = csdl(town, "status", "--json")
    [learners] = numbers(told)
    assert (learners["persons"], learners["verified"], learners["not_found"]) == (7, 6, 1)
    assert "85.7 % (chưa đạt)" in csdl(town, "status", "--by", "school").stdout


def test_the_exit_code_says_how_it_ended(town: Town, sandbox: Sandbox) -> None:
    assert csdl(town, CSDL_REGISTER_CHANNEL="").exit_code == 2
    assert csdl(town, "--channel", "pigeon").exit_code == 2
    assert csdl(town, "--channel", "http").exit_code == 2  # no address
    assert csdl(town, "--channel", "batch", CSDL_REGISTER_SECRET="short").exit_code == 2
    sandbox.moods = [Response(403)]
    forbidden = csdl(town, **access(sandbox))
    assert forbidden.exit_code == 2 and "CSDL_REGISTER_TOKEN" in forbidden.stderr
    sandbox.moods = [Response(422)]
    refused = csdl(town, "--json", **access(sandbox))
    assert (refused.exit_code, len(numbers(refused)["failures"])) == (1, 1)
    assert csdl(town, "status", "--by", "village").exit_code == 2


def test_files_go_out_and_come_in(town: Town) -> None:
    folder = town.home / "exchange"
    secret = {"CSDL_REGISTER_SECRET": SECRET.hex()}
    answer = csdl(town, "export", folder / "out", "--json", **secret)
    assert (answer.exit_code, numbers(answer)["batches_sent"], numbers(answer)["still_open"]) == (0, 1, 7)
    [(batch_id, requests)] = requests_in(town).items()
    (folder / "in").mkdir()
    deliver(town, batch_id, answers_to(requests[:5], register_of(7)))
    answer = csdl(town, "import", folder / "in", "--json", **secret)
    assert (answer.exit_code, numbers(answer)["answered"], numbers(answer)["still_open"]) == (0, 5, 2)
    deliver(town, batch_id, answers_to(requests[5:], register_of(7)), secret=bytes(32))
    answer = csdl(town, "import", folder / "in", **secret)
    assert answer.exit_code == 1 and "chữ ký" in answer.stderr


def test_the_channel_batch_uses_folders_of_the_workspace(town: Town) -> None:
    secret = {"CSDL_REGISTER_SECRET": SECRET.hex()}
    assert csdl(town, "--channel", "batch", **secret).exit_code == 0
    assert len(list((town.home / "population_register" / "out").iterdir())) == 3
