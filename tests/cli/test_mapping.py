"""mapping: an officer says what a school's headers stand for."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Csdl
from tests.intake.books import PUPILS, students

SCHOOL = "79760501"
PERIOD = "2025-2026-dau-nam"
HEADER = (
    "STT",
    "Họ và tên học sinhh",
    "Ngày sinh",
    "Giới tính",
    "Dân tộc",
    "Khối",
    "Trạng thái",
    "Họ và tên mẹ đẻ",
    "Sở thích",
)


@pytest.fixture
def handed_in(tmp_path: Path) -> Csdl:
    """A workspace with one file that was read."""
    from csdl.installation import open_installation
    from pipelines.intake.read import partitions_to_read, read_partition

    path = tmp_path / "hoc_sinh.xlsx"
    path.write_bytes(students(*((*pupil, "Lê Thị Hoa", "vẽ") for pupil in PUPILS), header=HEADER))
    csdl = Csdl(tmp_path / "home")
    assert csdl("submit", path, "--school", SCHOOL, "--period", PERIOD).exit_code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSDL_HOME", str(csdl.home))
        settings, database = open_installation()
        for partition in partitions_to_read(database):
            read_partition(settings, database, partition)
    return csdl


def listed(csdl: Csdl, *options: str) -> list[dict[str, object]]:
    answer = csdl("mapping", "list", *options, "--json")
    assert answer.exit_code == 0, answer.stderr
    found: list[dict[str, object]] = json.loads(answer.stdout)
    return found


def test_proposals_are_listed_confirmed_and_rejected(handed_in: Csdl) -> None:
    statuses = {mapping["header"]: mapping["status"] for mapping in listed(handed_in)}
    assert statuses == {"họ và tên học sinhh": "used", "họ và tên mẹ đẻ": "proposed"}
    [proposal] = listed(handed_in, "--status", "proposed")
    confirmed = handed_in("mapping", "confirm", proposal["mapping_id"], "--json")
    assert (confirmed.exit_code, json.loads(confirmed.stdout)) == (0, {"files_to_read_again": 1})
    [used] = listed(handed_in, "--status", "used")
    assert handed_in("mapping", "reject", used["mapping_id"]).exit_code == 0
    assert {mapping["status"] for mapping in listed(handed_in)} == {"confirmed", "rejected"}
    assert "đã xác nhận" in handed_in("mapping", "list").stdout
    assert json.loads(handed_in("status", "--json").stdout)[0]["waiting"] == 1


def test_a_header_without_a_proposal_can_be_mapped(handed_in: Csdl) -> None:
    mapped = ("--header", "Sở thích", "--dataset", "student", "--field", "home_address", "--school", SCHOOL)
    assert handed_in("mapping", "confirm", *mapped).exit_code == 0
    assert {"header": "sở thích", "scope": SCHOOL, "status": "confirmed"}.items() <= listed(handed_in)[-1].items()


def test_codes_of_another_system_are_chosen_for_a_layout(handed_in: Csdl) -> None:
    [layout] = json.loads(handed_in("mapping", "layouts", "--json").stdout)
    chosen = handed_in("mapping", "dialect", "provincial-hub", "--layout", layout["signature"])
    assert chosen.exit_code == 0
    assert "provincial-hub" in handed_in("mapping", "layouts").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("confirm", "99"),
        ("confirm",),
        ("confirm", "--header", "Sở thích"),
        ("confirm", "--header", "Sở thích", "--dataset", "student", "--field", "hobby"),
        ("reject", "99"),
        ("dialect", "klingon", "--school", SCHOOL),
        ("dialect", "provincial-hub"),
        ("dialect", "provincial-hub", "--school", "79000000"),
        ("dialect", "provincial-hub", "--layout", "nobody's"),
        ("confirm", "--header", "Sở thích", "--dataset", "student", "--field", "home_address", "--school", "79000000"),
        ("layouts", "--school", "79000000"),
        ("list", "--status", "confrimed"),
    ],
)
def test_what_cannot_be_done_ends_with_two(csdl: Csdl, arguments: tuple[str, ...]) -> None:
    assert csdl("mapping", *arguments).exit_code == 2
