"""submit: what lies wrong is told, each time, and does not stop the others."""

import json
import shutil
from pathlib import Path

import pytest

from csdl.installation import open_installation
from pipelines.intake.read import read_partition
from pipelines.overview.status import partition_statuses
from pipelines.staging import Partition
from tests.cli.conftest import Csdl
from tests.conftest import SAMPLE_PERIOD
from tests.intake.books import students
from tests.intake.conftest import SCHOOL


@pytest.fixture
def csdl(tmp_path: Path, empty_database: Path) -> Csdl:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(empty_database, home)
    return Csdl(home)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return tmp_path / "incoming"


def lay(tree: Path, path: str) -> Path:
    file = tree / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(students())
    return file


def test_a_tree_of_a_wrong_period_is_not_taken_without_a_word(csdl: Csdl, tree: Path) -> None:
    lay(tree, f"2025-2026-hk1/{SCHOOL}/hoc_sinh.xlsx")
    for _ in range(2):
        answer = csdl("submit", tree)
        assert answer.exit_code == 1
        assert f"2025-2026-hk1/{SCHOOL}/hoc_sinh.xlsx" in answer.stdout
    assert not (csdl.home / "landing" / "2025-2026-hk1").exists(), "left where it is"


def test_each_that_lies_wrong_is_told_beside_what_is_taken(csdl: Csdl, tree: Path) -> None:
    lay(tree, f"{SAMPLE_PERIOD}/{SCHOOL}/hoc_sinh.xlsx")
    lay(tree, f"{SAMPLE_PERIOD}/hoc_sinh.xlsx")
    (tree / SAMPLE_PERIOD / SCHOOL / "lop.xlsx").symlink_to("nowhere")
    lay(tree, f"{SAMPLE_PERIOD}/Trường Lê Lợi/hoc_sinh.xlsx")
    answer = csdl("submit", tree, "--json")
    assert answer.exit_code == 1
    assert {receipt["files"][0]["name"]: receipt["refusal"] for receipt in json.loads(answer.stdout)} == {
        "hoc_sinh.xlsx": None,
        f"{SAMPLE_PERIOD}/hoc_sinh.xlsx": "misplaced",
        f"{SAMPLE_PERIOD}/{SCHOOL}/lop.xlsx": "irregular",
        f"{SAMPLE_PERIOD}/Trường Lê Lợi": "not_a_sender",
    }


def test_what_lies_wrong_in_the_landing_tree_is_told_once(csdl: Csdl) -> None:
    landing = csdl.home / "landing"
    lay(landing, "hoc_sinh.xlsx")
    assert len(json.loads(csdl("submit", landing, "--json").stdout)) == 1


def test_a_name_may_fill_its_bytes(csdl: Csdl, tree: Path) -> None:
    """A letter of Vietnamese takes up to three bytes, and a name may have 255."""
    name = "ộ" * 83 + ".xlsx"
    lay(tree, f"{SAMPLE_PERIOD}/{SCHOOL}/{name}")
    assert csdl("submit", tree).exit_code == 0
    assert (csdl.home / "landing" / SAMPLE_PERIOD / SCHOOL / name).exists()


def test_a_refused_file_counts_until_its_school_hands_in_again(
    csdl: Csdl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSDL_HOME", str(csdl.home))
    file = tmp_path / "hoc_sinh.xlsx"
    refused = []
    for content in (students()[:-100], students()):
        file.write_bytes(content)
        assert csdl("submit", file, "--school", SCHOOL, "--period", SAMPLE_PERIOD).exit_code == 0
        read_partition(*open_installation(), Partition(SAMPLE_PERIOD, SCHOOL[:2]))
        [status] = partition_statuses(*open_installation())
        refused.append((status.files, status.refused))
    assert refused == [(1, 1), (2, 0)]
