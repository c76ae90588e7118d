"""Templates that begin with what the school had in force: the same year as it was, a new year one grade higher."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine as Database

from pipelines.desk import check_files
from pipelines.errors import DeliveryError
from pipelines.identity.identify import identify_partition
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.state.database import open_database
from pipelines.templates.new_year import carried_over
from pipelines.templates.prefill import prefilled
from pipelines.templates.previous import Row
from pipelines.templates.write import write_template
from tests.feedback.conftest import class_of, employee, hand_in, learner
from tests.validation.passes import SCHOOL, register_school
from tests.validation.staged import PARTITION, settings_in

DATASETS = ("class", "student", "staff")
NEXT_YEAR = Period.parse("2026-2027-dau-nam")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_in(tmp_path_factory.mktemp("prefill"))


@pytest.fixture(scope="module")
def database(settings: Settings) -> Iterator[Database]:
    database = open_database(settings.database_url)
    register_school(database)
    learners = [learner(0, "6A"), learner(1, "9B")]
    statuses = [("01", None), ("05", "01/09/2025"), ("07", "01/09/2025")]
    staff = [employee(n, "03") | {"status_code": code, "status_date": day} for n, (code, day) in enumerate(statuses)]
    awards = [{"staff_code": person["staff_code"], "award_date": "20/11/2024"} for person in staff]
    classes = [class_of("6A", "06") | {"homeroom_staff_code": "GV01"}, class_of("9B", "09")]
    budget = [{"fiscal_year": "2025", "budget_line_code": "15", "planned_amount": "900"}]
    datasets = {"class": classes, "student": learners, "staff": staff, "staff_award": awards, "finance": budget}
    hand_in(settings, database, datasets)
    identify_partition(settings, database, PARTITION)
    yield database
    database.dispose()


def test_a_new_year_is_one_grade_higher(settings: Settings, database: Database) -> None:
    rows, sources = prefilled(settings, database, SCHOOL, NEXT_YEAR, DATASETS)
    assert sources == dict.fromkeys(DATASETS, Period.parse(PARTITION.period))
    assert [(row["class_name"], row["grade_code"], row["school_year"]) for row in rows["class"]] == [("7A", "07", 2026)]
    # The learner of grade 9 has left a lower secondary school.
    [row] = rows["student"]
    assert (row["class_name"], row["grade_code"], row["status_code"], row["status_date"]) == ("7A", "07", "01", None)
    assert row["class_code"] is None, "last year's code names no class of this year"
    assert row["learner_id"], "the school learns the id that was given"
    assert [(row["staff_code"], row["status_code"]) for row in rows["staff"]] == [("GV00", "01"), ("GV02", "01")]


def test_a_new_year_is_read_back(settings: Settings, database: Database, tmp_path: Path) -> None:
    rows, _ = prefilled(settings, database, SCHOOL, NEXT_YEAR, ["student", "class"])
    path = tmp_path / "mau.xlsx"
    write_template(["class", "student"], path, NEXT_YEAR, rows=rows)
    report = check_files([path], school_code=SCHOOL, period=NEXT_YEAR.name)
    assert {name: (n.read, n.rejected) for name, n in report.rows.items()} == {"class": (1, 0), "student": (1, 0)}


def test_learners_are_in_a_class_by_its_name_where_the_code_has_ended(settings: Settings, database: Database) -> None:
    """Codes are of one school year; some schools write the name there."""
    rows, _ = prefilled(settings, database, SCHOOL, NEXT_YEAR, ["student"])
    assert [row["class_name"] for row in rows["student"]] == ["7A"]
    assert set(rows) == {"student"}


def test_the_same_year_stays_as_it_was(settings: Settings, database: Database) -> None:
    rows, _ = prefilled(settings, database, SCHOOL, Period.parse("2025-2026-giua-nam"), DATASETS)
    assert [row["class_name"] for row in rows["class"]] == ["6A", "9B"]
    assert [row["status_code"] for row in rows["student"]] == ["01", "01"]


def test_nothing_names_staff_who_left(settings: Settings, database: Database) -> None:
    rows, _ = prefilled(settings, database, SCHOOL, NEXT_YEAR, ["class", "staff_award"])
    assert [row["staff_code"] for row in rows["staff_award"]] == ["GV00", "GV02"]
    assert [row["homeroom_staff_code"] for row in rows["class"]] == [None]
    rows, _ = prefilled(settings, database, SCHOOL, Period.parse("2025-2026-giua-nam"), ["class", "staff_award"])
    assert len(rows["staff_award"]) == 3, "within the year they are listed as having left"
    assert rows["class"][0]["homeroom_staff_code"] == "GV01"


def test_a_budget_leaves_with_its_fiscal_year(settings: Settings, database: Database) -> None:
    """The middle of a school year lies in the next calendar year, for which plans are made anew (FIN006)."""
    assert prefilled(settings, database, SCHOOL, Period.parse("2025-2026-giua-nam"), ["finance"]) == ({}, {})


def test_nothing_earlier_gives_nothing(settings: Settings, database: Database) -> None:
    assert prefilled(settings, database, SCHOOL, Period.parse(PARTITION.period), DATASETS) == ({}, {})
    with pytest.raises(DeliveryError, match="79999999"):
        prefilled(settings, database, "79999999", NEXT_YEAR, DATASETS)


def test_what_is_filled_in_is_read_back(settings: Settings, database: Database, tmp_path: Path) -> None:
    period = Period.parse("2025-2026-giua-nam")
    datasets = ("class", "student")
    rows, _ = prefilled(settings, database, SCHOOL, period, datasets)
    path = tmp_path / "mau.xlsx"
    write_template(datasets, path, period, rows=rows)
    sheet = load_workbook(path)["Học sinh"]
    shown = dict(zip([str(cell.value) for cell in sheet[1]], [cell.value for cell in sheet[2]], strict=True))
    assert (shown["Giới tính (*)"], shown["Khối (*)"]) == ("Nam", "Khối 6 (06)")
    report = check_files([path], school_code=SCHOOL, period=period.name)
    assert {name: (n.read, n.rejected) for name, n in report.rows.items()} == {
        "class": (2, 0),
        "student": (2, 0),
    }


def test_who_left_during_the_year_is_not_expected_back() -> None:
    left = {"status_code": "04", "class_name": "6A", "grade_code": "06"}
    came = {"status_code": "02", "class_name": "6A", "grade_code": "06", "status_date": "2025-12-01"}
    [row] = carried_over("student", [left, came], "07", 2026)
    assert row == {**row, "status_code": "01", "class_name": "7A", "grade_code": "07", "status_date": None}


@pytest.mark.parametrize(
    ("level_group_code", "name", "grade_code", "then"),
    [
        ("07", "6A1", "06", ("7A1", "07")),
        ("07", "Lớp 6/2", "06", ("Lớp 6/2", "07")),  # not named after its grade: left to the school
        ("07", "9A", "09", None),
        ("10", "9A", "09", ("10A", "10")),  # the school goes on to grade 12
        ("08", "10 Toán", "10", ("11 Toán", "11")),
        ("08", "12A", "12", None),
        ("06", "5A", "05", None),
        ("13", "10A", "13", ("11A", "14")),  # continuing education has grades of its own
        ("01", "Lá 1", "17", ("Lá 1", "17")),
    ],
)
def test_classes_go_up(level_group_code: str, name: str, grade_code: str, then: tuple[str, str] | None) -> None:
    rows = carried_over("class", [{"class_name": name, "grade_code": grade_code}], level_group_code, 2026)
    assert [(row["class_name"], row["grade_code"]) for row in rows] == ([then] if then else [])


@pytest.mark.parametrize(
    ("level_group_code", "born", "grade_codes"),
    [
        ("01", {"birth_date": date(2021, 12, 31)}, ["17"]),
        ("01", {"birth_date": date(2020, 1, 1)}, []),
        ("01", {"birth_date": None, "birth_date_partial": "2020-05"}, []),
        ("01", {"birth_date": None}, ["17"]),
        ("16", {"birth_date": date(2020, 1, 1)}, ["01"]),  # the school has a grade 1 itself
    ],
)
def test_children_of_preschool_go_by_age_into_new_groups(
    level_group_code: str, born: Row, grade_codes: list[str]
) -> None:
    child = {"status_code": "01", "grade_code": "17", "class_name": "Lá 1", "is_in_five_year_old_class": True} | born
    rows = carried_over("student", [child], level_group_code, 2026)
    assert [row["grade_code"] for row in rows] == grade_codes
    assert all(row["class_name"] is None and row["is_in_five_year_old_class"] is None for row in rows)


def test_totals_of_a_school_are_counted_anew() -> None:
    school = {"student_count": 412, "class_count": 11, "staff_count": 30, "campus_count": 2}
    assert carried_over("school", [school], "07", 2026) == [
        {"student_count": None, "class_count": None, "staff_count": None, "campus_count": 2}
    ]
