"""Numbers and names of people are in no log, message, table of results or answer of the program."""

import json
import logging
from pathlib import Path

import pytest
from typer.testing import CliRunner

from csdl.app import app
from tests.verification.register import TOKEN, Response, Sandbox
from tests.verification.test_files import SECRET, answers_to, deliver, exchange_of, requests_in
from tests.verification.town import name_of, number_of, record_of, register_of, service, town_of

KEYS = range(1, 13)


def planted() -> list[str]:
    return [secret for key in KEYS for secret in (number_of(key), name_of(key), name_of(key).upper())]


def traces(text: str) -> list[str]:
    return [secret for secret in planted() if secret in text or json.dumps(secret)[1:-1] in text]


def test_logs_failures_and_the_database_name_nobody(
    home: Path, sandbox: Sandbox, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    town = town_of(home, len(KEYS))
    sandbox.people = register_of(9) | {number_of(3): record_of(3, full_name=name_of(4), birth_date="2016-03-05")}
    echo = json.dumps({"batch_id": "x", "answers": [number_of(1), record_of(1)]}).encode()
    sandbox.moods = [Response(500, body=echo), Response(body=echo), Response(422, body=echo), Response(breaks_off=True)]
    failed = town.ask(service(sandbox, concurrency=1))
    assert failed.failures
    assert town.ask(service(sandbox)).still_open == 0
    said = caplog.text + repr(failed) + "".join(map(str, failed.failures)) + "".join(capfd.readouterr())
    assert "HTTP" in caplog.text  # something was logged
    assert traces(said) == []
    assert TOKEN not in caplog.text
    assert len(town.stored()) == len(KEYS)
    stored = b"".join(path.read_bytes() for path in home.glob("csdl.sqlite*"))
    assert [secret for secret in planted() if secret.encode() in stored] == []
    assert traces(repr(town.standing())) == []


def test_files_that_cannot_be_read_are_not_quoted(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    town = town_of(home, len(KEYS))
    town.ask(exchange_of(town))
    [(batch_id, requests)] = requests_in(town).items()
    answers = answers_to(requests, register_of(12))
    answers[0]["request_no"] = name_of(1)
    deliver(town, batch_id, answers)
    tally = town.ask(exchange_of(town))
    [failure] = tally.failures
    assert traces(caplog.text + str(failure) + repr(failure) + repr(failure.__context__)) == []


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_the_program_names_nobody(home: Path, sandbox: Sandbox, options: list[str]) -> None:
    town_of(home, len(KEYS))
    sandbox.people = register_of(9)
    sandbox.mend = lambda answers: [*answers[1:], answers[0] | {"request_no": 99}]
    environment = {
        "CSDL_HOME": str(home), "CSDL_REGISTER_URL": sandbox.url, "CSDL_REGISTER_TOKEN": TOKEN,
        "CSDL_REGISTER_SECRET": SECRET.hex(),
    }  # fmt: skip
    answer = CliRunner().invoke(app, ["verify", "--channel", "http", *options], env=environment)
    assert answer.exit_code == 1
    status = CliRunner().invoke(app, ["verify", "status", "--by", "school", *options], env=environment)
    assert status.exit_code == 0
    assert traces(answer.output + status.output) == []
