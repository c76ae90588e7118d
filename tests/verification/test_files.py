"""The batch channel: files out, files in, and files that are not what they say."""

import csv
import hashlib
import json
import math
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.verification.file_exchange import FORMAT, FileExchange, signature
from pipelines.verification.ledger import Ledger, open_partitions
from tests.verification.register import Record, Sandbox
from tests.verification.town import NORTH, Town, learner, number_of, register_of, town_of

SECRET = bytes(range(32))
ANSWERED = date(2025, 11, 5)
COLUMNS = ["request_no", "result", "full_name", "birth_date", "sex_code", "died_on"]


def exchange_of(town: Town, **options: Any) -> FileExchange:
    folder = town.home / "exchange"
    open_batches = open_partitions(town.database, "batch")
    (folder / "in").mkdir(parents=True, exist_ok=True)
    return FileExchange(folder / "out", folder / "in", SECRET, open_batches, ANSWERED, **options)


def requests_in(town: Town) -> dict[str, list[Record]]:
    """Batch → the requests that lie in the outbox, checked as the register does."""
    batches = {}
    for manifest in sorted((town.home / "exchange" / "out").glob("*.requests.json")):
        content = manifest.read_bytes()
        assert Path(f"{manifest}.sig").read_text().strip() == signature(content, SECRET)
        said = json.loads(content)
        data = manifest.parent / said["file"]
        assert said["format"] == FORMAT and hashlib.sha256(data.read_bytes()).hexdigest() == said["sha256"]
        rows = list(csv.DictReader(data.open(encoding="utf-8")))
        assert len(rows) == said["rows"]
        batches[said["batch_id"]] = rows
    return batches


def answers_to(requests: Iterable[Record], people: dict[str, Record]) -> list[Record]:
    register = Sandbox(people=people)
    return [register.answer(request) for request in requests]


def deliver(
    town: Town, batch_id: str, answers: list[Record], name: str = "", secret: bytes = SECRET, **said: Any
) -> Path:
    """Put a file of answers into the inbox; ``said`` replaces what the manifest says."""
    folder = town.home / "exchange" / "in"
    manifest = folder / f"{batch_id}{name}.answers.json"
    data = folder / f"{batch_id}{name}.answers.csv"
    with data.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(answers)
    about = {
        "format": FORMAT, "batch_id": batch_id, "file": data.name, "rows": len(answers), "answered_on": ANSWERED.isoformat(),
        "sha256": hashlib.sha256(data.read_bytes()).hexdigest(),
    } | said  # fmt: skip
    manifest.write_text(json.dumps(about))
    Path(f"{manifest}.sig").write_text(signature(manifest.read_bytes(), secret))
    return manifest


def keys_of(tally: Any) -> list[str]:
    return [failure.key for failure in tally.failures]


def test_batches_go_out_once_and_answers_come_in(home: Path) -> None:
    town = town_of(home, 7)
    tally = town.ask(exchange_of(town, capacity=4))
    assert (tally.asked, tally.batches_sent, tally.still_open) == (7, 2, 7)
    batches = requests_in(town)
    assert sorted(map(len, batches.values())) == [3, 4]
    asked = [request for requests in batches.values() for request in requests]
    assert {request["personal_id"] for request in asked} == {number_of(key) for key in range(1, 8)}
    assert set(asked[0]) == {"request_no", "personal_id", "full_name", "birth_date", "sex_code"}
    for path in (home / "exchange" / "out").iterdir():
        path.unlink()  # taken by the register
    assert town.ask(exchange_of(town)).batches_sent == 0
    assert requests_in(town) == {}
    for batch_id, requests in batches.items():
        deliver(town, batch_id, answers_to(requests, register_of(6)))
    tally = town.ask(exchange_of(town), partitions=[])
    assert (tally.answered, tally.still_open, tally.is_clean) == (7, 0, True)
    assert town.statuses() == dict.fromkeys(range(1, 7), "verified") | {7: "not_found"}
    assert {row["checked_on"] for row in town.stored()} == {"2025-11-05"}


def test_files_of_persons_are_private_and_go_when_they_were_taken(home: Path) -> None:
    town = town_of(home, 3)
    town.ask(exchange_of(town))
    [data] = (home / "exchange" / "out").glob("*.csv")
    assert data.stat().st_mode & 0o077 == 0
    [(batch_id, requests)] = requests_in(town).items()
    manifest = deliver(town, batch_id, answers_to(requests, {}))
    town.ask(exchange_of(town))
    assert list(manifest.parent.glob("*.*")) == []
    assert {path.name for path in (manifest.parent / "taken").iterdir()} == {manifest.name, f"{manifest.name}.sig"}


def test_a_part_of_the_answers_is_taken_and_the_rest_stays_open(home: Path) -> None:
    town = town_of(home, 6)
    town.ask(exchange_of(town))
    [(batch_id, requests)] = requests_in(town).items()
    deliver(town, batch_id, answers_to(requests[:4], register_of(6)))
    tally = town.ask(exchange_of(town))
    assert (tally.asked, tally.answered, tally.still_open) == (0, 4, 2)
    deliver(town, batch_id, answers_to(requests[4:], register_of(6)), name=".2")
    tally = town.ask(exchange_of(town))
    assert (tally.answered, tally.still_open) == (2, 0)


def test_several_files_of_one_batch_are_read_together(home: Path) -> None:
    town = town_of(home, 4)
    town.ask(exchange_of(town))
    [(batch_id, requests)] = requests_in(town).items()
    deliver(town, batch_id, answers_to(requests[:3], register_of(4)), name=".1")
    # The third is answered in both, and differently.
    deliver(town, batch_id, answers_to(requests[2:], {}), name=".2")
    tally = town.ask(exchange_of(town))
    assert (tally.answered, tally.contradictory, tally.still_open) == (3, 2, 1)


@pytest.mark.parametrize("first", ["later", "the same"])
def test_files_of_two_days_do_not_contradict_each_other(home: Path, first: str) -> None:
    town = town_of(home, 4)
    town.ask(exchange_of(town))
    [(batch_id, requests)] = requests_in(town).items()
    answers = answers_to(requests, register_of(4))
    later = [{"request_no": request["request_no"], "result": "later"} for request in requests]
    deliver(town, batch_id, later if first == "later" else answers, name=".1", answered_on="2025-11-04")
    deliver(town, batch_id, answers, name=".2", answered_on="2025-11-05")
    tally = town.ask(exchange_of(town))
    assert (tally.answered, tally.repeated, tally.contradictory, tally.still_open) == (4, 4, 0, 0)
    assert {row["checked_on"] for row in town.stored()} == {"2025-11-05" if first == "later" else "2025-11-04"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"rows": 4}, "verification.damaged"),
        ({"sha256": "0" * 64}, "verification.damaged"),
        ({"file": "elsewhere.csv"}, "verification.damaged"),
        ({"file": "../secret.csv"}, "verification.no_manifest"),
        ({"format": "another/1"}, "verification.no_manifest"),
        ({"answered_on": "yesterday"}, "verification.no_manifest"),
        ({"answered_on": "2025-11-06"}, "verification.no_manifest"),
        ({"rows": None}, "verification.no_manifest"),
        ({"rows": math.inf}, "verification.no_manifest"),
        ({"file": ".."}, "verification.damaged"),
        ({"file": "a" * 300}, "verification.damaged"),
        ({"secret": bytes(32)}, "verification.unsigned"),
        ({"batch_id": "20200101-79-00000000-000001"}, "verification.unknown_batch"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_left_where_it_is(home: Path, said: dict[str, Any], told: str) -> None:
    town = town_of(home, 3)
    town.ask(exchange_of(town))
    [(batch_id, requests)] = requests_in(town).items()
    options = {"batch_id": batch_id} | said
    manifest = deliver(town, answers=answers_to(requests, register_of(3)), **options)
    tally = town.ask(exchange_of(town))
    assert keys_of(tally) == [told]
    assert (tally.answered, tally.still_open) == (0, 3)
    assert manifest.exists()
    assert str(manifest.name) in str(tally.failures[0])


def test_a_changed_or_unsigned_manifest_is_not_taken(home: Path) -> None:
    town = town_of(home, 2)
    town.ask(exchange_of(town))
    [(batch_id, requests)] = requests_in(town).items()
    manifest = deliver(town, batch_id, answers_to(requests, register_of(2)))
    manifest.write_text(manifest.read_text() + " ")
    assert keys_of(town.ask(exchange_of(town))) == ["verification.unsigned"]
    Path(f"{manifest}.sig").unlink()
    assert keys_of(town.ask(exchange_of(town))) == ["verification.unsigned"]


def test_a_table_of_another_form_is_not_taken_and_not_quoted(home: Path) -> None:
    town = town_of(home, 2)
    town.ask(exchange_of(town))
    [(batch_id, requests)] = requests_in(town).items()
    answers = answers_to(requests, register_of(2))
    deliver(town, batch_id, [answers[0], answers[1] | {"request_no": number_of(2) + "x"}])
    tally = town.ask(exchange_of(town))
    assert keys_of(tally) == ["verification.no_answers"]
    assert number_of(2) not in str(tally.failures[0])


def test_one_bad_file_does_not_hold_up_the_other(home: Path) -> None:
    town = town_of(home, 4)
    town.ask(exchange_of(town, capacity=2))
    (first, requests), (second, others) = requests_in(town).items()
    deliver(town, first, answers_to(requests, register_of(4)), rows=99)
    deliver(town, second, answers_to(others, register_of(4)))
    tally = town.ask(exchange_of(town))
    assert (keys_of(tally), tally.answered, tally.still_open) == (["verification.damaged"], 2, 2)


@pytest.mark.parametrize(
    ("content", "told"), [(None, "delivery.unreadable"), ("[" * 200_000, "verification.no_manifest")]
)
def test_what_is_no_manifest_does_not_hold_up_the_others(home: Path, content: str | None, told: str) -> None:
    town = town_of(home, 4)
    town.ask(exchange_of(town))
    [(batch_id, requests)] = requests_in(town).items()
    other = deliver(town, batch_id, answers_to(requests, register_of(4))).with_name("0.answers.json")
    if content is None:
        other.mkdir()
    else:
        other.write_text(content)
        Path(f"{other}.sig").write_text(signature(content.encode(), SECRET))
    tally = town.ask(exchange_of(town))
    assert (keys_of(tally), tally.answered) == ([told], 4)


def test_a_large_file_is_stored_before_the_next_is_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is held in memory is one file."""
    monkeypatch.setattr("pipelines.verification.verify._ANSWERS_TOGETHER", 3)
    town = town_of(home, 8)
    town.ask(exchange_of(town, capacity=2))
    for batch_id, requests in requests_in(town).items():
        deliver(town, batch_id, answers_to(requests, register_of(8)))
    stored, settle = [], Ledger.settle
    monkeypatch.setattr(Ledger, "settle", lambda ledger, rows: (stored.append(rows.num_rows), settle(ledger, rows))[1])
    assert town.ask(exchange_of(town)).still_open == 0
    assert stored == [4, 4]


def test_answers_that_come_twice_change_nothing(home: Path) -> None:
    town = town_of(home, 4)
    town.ask(exchange_of(town))
    [(batch_id, requests)] = requests_in(town).items()
    deliver(town, batch_id, answers_to(requests[:3], register_of(4)))
    town.ask(exchange_of(town))
    before = town.stored()
    deliver(town, batch_id, answers_to(requests[:3], {}))
    tally = town.ask(exchange_of(town))
    assert (tally.answered, tally.unknown) == (0, 3)
    assert town.stored() == before


def test_an_answer_to_what_nobody_says_any_more_is_dropped(home: Path) -> None:
    town = town_of(home, 2)
    town.ask(exchange_of(town))
    [(batch_id, requests)] = requests_in(town).items()
    town.hand_in(NORTH, [learner(1, full_name="Nguyễn Đã Sửa"), learner(2)])
    deliver(town, batch_id, answers_to(requests, register_of(2)))
    tally = town.ask(exchange_of(town))
    # The corrected claim is asked in a batch of its own.
    assert (tally.asked, tally.answered, tally.unknown, tally.still_open) == (1, 1, 1, 1)
    assert town.statuses() == {2: "verified"}
