"""Corrections: the cell is read as corrected, the school is told, and what finds no cell keeps the release back."""

import csv
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database

from pipelines.decisions.corrections import Correction, load_corrections
from pipelines.errors import CorrectionError
from pipelines.settings import Settings
from pipelines.state.database import open_database
from pipelines.validation.corrections_check import check_corrections
from pipelines.validation.validate import partitions_to_validate, validate_partition
from tests.validation.passes import SCHOOL, STUDENT, check_students, register_school, rows_and_findings
from tests.validation.schools import Schools, Validated
from tests.validation.staged import PARTITION, settings_in, stage

OTHER_SCHOOL = "79760502"
_CORRECTION = {
    "period": PARTITION.period, "sender_code": SCHOOL, "dataset": "student", "key_field": "local_code", "key_value": "HS1",
    "file": "", "sheet": "", "row": "", "field": "birth_date", "old_value": "31/02/2014", "new_value": "03/02/2014",
    "reason": "Theo giấy khai sinh", "person": "Lê Thị Hoa", "date": "2025-11-03",
}  # fmt: skip
PUPILS = [STUDENT | {"local_code": f"HS{n}", "birth_date": "31/02/2014" if n == 1 else "05/05/2014"} for n in range(4)]


def correct(settings: Settings, *changes: dict[str, str], name: str = "so_sua.csv") -> None:
    """Write the corrections of the installation: each the usual one with changes."""
    path = settings.workspace.corrections / name
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(_CORRECTION))
        writer.writeheader()
        writer.writerows([_CORRECTION | change for change in changes])


SCHOOLS = Schools()
# Case → what is changed about each of its corrections.
CORRECTIONS: dict[str, list[dict[str, str]]] = {}


def corrected(case: str, *changes: dict[str, str]) -> str:
    """A school of PUPILS of whom some cells are corrected."""
    CORRECTIONS[case] = list(changes)
    return SCHOOLS.hand_in(case, {"student": PUPILS})


@pytest.fixture(scope="module")
def validated(tmp_path_factory: pytest.TempPathFactory) -> Validated:
    home = tmp_path_factory.mktemp("corrected")
    sent = [
        {"sender_code": SCHOOLS.codes[case]} | change for case, changes in CORRECTIONS.items() for change in changes
    ]
    correct(settings_in(home), *sent)
    return SCHOOLS.validate(home)


BY_PLACE = {"key_field": "", "key_value": "", "file": "student.xlsx", "sheet": "student", "row": "3"}


@pytest.mark.parametrize("case", [corrected("by its key", {}), corrected("by its place", BY_PLACE)])
def test_a_corrected_cell_is_read_otherwise_and_told(validated: Validated, case: str) -> None:
    days = [str(pupil["birth_date"]) for pupil in validated.typed(case)]
    assert days == ["2014-05-05", "2014-02-03", "2014-05-05", "2014-05-05"]
    [told] = [f for f in validated.findings(case) if f["excel_row"] == 3 and f["field"] == "birth_date"]
    assert (told["rule_id"], told["value"]) == ("COR001", "31/02/2014")
    for said in ("Lê Thị Hoa", "31/02/2014", "03/02/2014", "Theo giấy khai sinh"):
        assert said in told["message_vi"] and said in told["message_en"]
    assert "2014" not in told["public_message_vi"]


BLANKS = corrected(
    "blanks",
    {"field": "email", "old_value": "", "new_value": "an@example.vn"},
    {"field": "height_cm", "old_value": "140", "new_value": ""},
)


def test_blank_cells_are_filled_and_filled_ones_made_blank(validated: Validated) -> None:
    cells = [(pupil["email"], pupil["height_cm"]) for pupil in validated.typed(BLANKS)]
    assert cells[:2] == [(None, 140.0), ("an@example.vn", None)]


OTHERS = corrected("others", {"old_value": "30/02/2014"}, {"key_value": "HS2"})


def test_a_correction_does_not_touch_other_values_rows_or_schools(validated: Validated) -> None:
    """Other schools of the pass have the very same cell corrected."""
    assert validated.typed(OTHERS)[1]["birth_date"] is None
    assert not validated.findings(OTHERS, "COR001")


TWICE = corrected("twice", {}, {"new_value": "04/02/2014"})


def test_two_corrections_of_one_cell_do_not_overwrite_each_other(validated: Validated) -> None:
    assert str(validated.typed(TWICE)[1]["birth_date"]) == "2014-02-03"
    checked = check_corrections(validated.settings, validated.database)
    of_school = [one.state for one in checked if one.correction.sender_code == validated.codes[TWICE]]
    assert of_school == ["applied", "repeated"]


def test_an_edit_validates_again_exactly_the_senders_it_names(settings: Settings, database: Database) -> None:
    for school in (SCHOOL, OTHER_SCHOOL):
        register_school(database, school)
        stage(settings, database, school, {"student": PUPILS})
    validate_partition(settings, database, PARTITION)
    assert not partitions_to_validate(settings, database)
    correct(settings, {})
    assert partitions_to_validate(settings, database) == [PARTITION]
    assert validate_partition(settings, database, PARTITION).senders == 1
    typed, _ = rows_and_findings(settings, database)
    assert {pupil["sender_code"] for pupil in typed if str(pupil["birth_date"]) == "2014-02-03"} == {SCHOOL}
    # Written elsewhere it is still the same correction.
    correct(settings, name="so_sua.csv")
    correct(settings, {}, name="khac.csv")
    assert not partitions_to_validate(settings, database)
    correct(settings, name="khac.csv")
    assert validate_partition(settings, database, PARTITION).senders == 1
    typed, _ = rows_and_findings(settings, database)
    assert [pupil["birth_date"] for pupil in typed if pupil["local_code"] == "HS1"] == [None, None]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reason": ""}, "reason"),
        ({"field": "birthdate"}, "student.birthdate"),
        ({"period": "2025-dau-nam"}, "2025-dau-nam"),
        ({"date": "3/11/2025"}, "3/11/2025"),
        ({"key_value": ""}, "key_field"),
        ({"file": "student.xlsx", "row": "3"}, "key_field"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(settings: Settings, change: dict[str, str], said: str) -> None:
    correct(settings, {}, change)
    with pytest.raises(CorrectionError) as raised:
        load_corrections(settings.workspace)
    assert "so_sua.csv:3" in str(raised.value) and said in str(raised.value)


def test_the_shipped_folder_has_the_columns_and_no_rows(tmp_path: Path) -> None:
    from pipelines.settings import Workspace

    assert load_corrections(Workspace(tmp_path)) == []


@pytest.fixture(scope="module")
def uncorrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace to copy, with the pupils of one school."""
    settings = settings_in(tmp_path_factory.mktemp("uncorrected"))
    check_students(settings, open_database(settings.database_url), PUPILS)
    return settings.workspace.home


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, "applied"),
        ({"key_value": "HS9"}, "absent"),
        ({"field": "father_name"}, "absent"),
        ({"dataset": "class", "field": "class_name", "key_field": "class_code"}, "absent"),
        ({"key_field": "full_name", "key_value": "Nguyễn Thị Minh Anh"}, "ambiguous"),
        ({"old_value": "30/02/2014"}, "changed"),
        ({"new_value": " 31/02/2014 "}, "done"),
        ({"sender_code": OTHER_SCHOOL}, "unsent"),
        ({"period": "2024-2025-dau-nam"}, "waiting"),
    ],
)
def test_what_becomes_of_a_correction_is_known(
    uncorrected: Path, tmp_path: Path, change: dict[str, str], state: str
) -> None:
    shutil.copytree(uncorrected, tmp_path, dirs_exist_ok=True)
    settings = settings_in(tmp_path)
    correct(settings, change)
    [checked] = check_corrections(settings, open_database(settings.database_url))
    assert checked.state == state
    assert checked.is_stale == (state not in ("applied", "done", "waiting"))
    if state not in ("applied", "waiting"):
        assert "so_sua.csv:2" in checked.problem


def test_several_corrections_among_schools_of_many_rows(tmp_path: Path) -> None:
    """Each is found among many; an engine once pushed what it knew of them into a scan that cannot use it."""
    schools = Schools()
    many = [
        STUDENT | {"local_code": f"HS{n}", "birth_date": "31/02/2014" if n < 2 else "05/05/2014"} for n in range(50)
    ]
    for case in ("corrected", "another", "a third"):
        schools.hand_in(case, {"student": many})
    sender = {"sender_code": schools.codes["corrected"]}
    correct(settings_in(tmp_path), sender, sender | {"key_value": "HS0"})
    validated = schools.validate(tmp_path)
    days = [str(pupil["birth_date"]) for pupil in validated.typed("corrected")]
    assert days[:3] == ["2014-02-03", "2014-02-03", "2014-05-05"]
    assert len(validated.findings("corrected", "COR001")) == 2
    assert validated.findings("another", "COR001") == []


def test_many_corrections_keep_their_order_without_being_compared(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with each: 8,000 took ten seconds."""

    def compare(*_: object) -> bool:
        raise AssertionError

    correct(settings, *({"key_value": f"HS{n}"} for n in (2, 1, 3)))
    monkeypatch.setattr(Correction, "__eq__", compare)
    assert [one.correction.key_value for one in check_corrections(settings, database)] == ["HS2", "HS1", "HS3"]
