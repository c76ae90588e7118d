"""What the marts say of two schools over two periods (see ``sample.py``)."""

import hashlib
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.engine import Engine
from schemas.marts import arrow_schema, load_marts
from tests.marts.conftest import build
from tests.marts.sample import END, A, B, class_, facility, learner, sample, school, teacher
from tests.marts.staged import BEGINNING, PROVINCE, Row, Staged

START, FINISH = date(2025, 9, 30), date(2026, 5, 31)


def test_a_learner_has_one_version_as_long_as_nothing_changes(marts: Engine) -> None:
    assert marts.rows("SELECT valid_from, valid_to, is_current FROM dim_student WHERE learner_key = 2") == [
        (START, None, True)
    ]


def test_a_change_starts_a_version_and_a_blank_keeps_what_was_known(marts: Engine) -> None:
    versions = marts.rows(
        "SELECT home_province_code, home_province_label, ethnicity_code, valid_from, valid_to, is_current "
        "FROM dim_student WHERE learner_key = 1 ORDER BY valid_from"
    )
    assert versions == [
        ("79", "Thành phố Hồ Chí Minh", "01", START, date(2026, 5, 30), False),
        ("01", "Thành phố Hà Nội", "01", FINISH, None, True),
    ]


def test_a_return_to_an_earlier_value_is_a_version_of_its_own(tmp_path: Path) -> None:
    staged = Staged(tmp_path)
    for period, province in ((BEGINNING, "79"), ("2025-2026-giua-nam", "01"), (END, "79")):
        staged.submit(period, A, school=[school(A)], student=[learner(1, home_province_code=province)])
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        assert engine.rows("SELECT home_province_code FROM dim_student ORDER BY valid_from") == [
            ("79",),
            ("01",),
            ("79",),
        ]
        assert engine.value("SELECT count(*) FROM dim_student WHERE is_current") == 1


def test_where_two_schools_list_a_learner_the_active_one_speaks(marts: Engine) -> None:
    rows = marts.rows(
        f"SELECT school_code, is_active, status_code FROM fact_enrolment WHERE learner_key = 1 AND period = '{END}' "
        "ORDER BY school_code"
    )
    assert rows == [(A, False, "08"), (B, True, "06")]


def test_rejected_and_undecided_rows_are_not_enrolled(marts: Engine) -> None:
    assert marts.value(f"SELECT count(*) FROM fact_enrolment WHERE period = '{BEGINNING}'") == 26
    undecided = marts.rows(
        "SELECT learner_key, outcome, excel_row, file FROM fact_learner_link WHERE outcome = 'review'"
    )
    assert undecided == [(None, "review", 16, "student.xlsx")]


def test_the_word_of_a_school_goes_before_that_of_its_department(tmp_path: Path) -> None:
    rooms: list[Row] = [facility("classroom", 9) | {"school_code": A}]
    staged = Staged(tmp_path)
    staged.submit(
        BEGINNING,
        PROVINCE,
        **{"class": [class_("4A", school_code=A, shift_code="1")]},
        student=[learner(1, school_code=A, class_name="4A", admission_type_code="1", ethnicity_code="02")],
        staff=[teacher(1, school_code=A, qualification_code="05", status_code="01")],
        facility=rooms,
    )
    staged.submit(
        BEGINNING,
        A,
        school=[school(A)],
        **{"class": [class_("4A", shift_code="2")]},
        student=[learner(1, class_name="4A", status_code="04", status_date=date(2025, 9, 9))],
        staff=[teacher(1, status_code="05", status_date=date(2025, 9, 9))],
        facility=[facility("classroom", 8)],
    )
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        assert engine.rows("SELECT shift_code FROM dim_class") == [("2",)]
        assert engine.rows("SELECT status_code FROM fact_enrolment") == [("04",)]
        assert engine.rows("SELECT status_code FROM fact_staff_assignment") == [("05",)]
        # They left, says the school: the department's row in which they are still there tells nothing of the person either.
        assert engine.rows("SELECT ethnicity_code FROM dim_student") == [("01",)]
        assert engine.rows("SELECT qualification_code FROM dim_staff") == [("03",)]
        assert engine.rows("SELECT quantity FROM dim_facility") == [(8,)]


def test_a_row_is_enrolled_once_at_its_school(tmp_path: Path) -> None:
    staged = Staged(tmp_path)
    twice = [learner(1, class_name="4A"), learner(1, class_name="4B", status_code="08"), learner(1, class_name="4C")]
    staged.submit(BEGINNING, A, school=[school(A)], student=twice)
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        assert engine.rows("SELECT learner_key, status_code FROM fact_enrolment") == [(1, "01")]
        assert engine.value("SELECT count(*) FROM fact_learner_link") == 3


def test_a_learner_is_enrolled_in_the_class_of_that_bare_name(tmp_path: Path) -> None:
    staged = Staged(tmp_path)
    names = ("4a", "Lớp 4A", "4 A", "4B")
    learners = [learner(n, class_name=name) for n, name in enumerate(names, 1)]
    learners += [learner(5, class_name=None, class_code="4A")]
    staged.submit(BEGINNING, A, **{"school": [school(A)], "class": [class_("4A")], "student": learners})
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        assert engine.rows("SELECT learner_key FROM fact_enrolment WHERE class_key IS NULL") == [(4,)]


def test_a_school_version_holds_for_the_facts_of_its_time(marts: Engine) -> None:
    names = marts.rows(
        "SELECT DISTINCT e.period, d.school_name FROM fact_enrolment AS e JOIN dim_school AS d USING (school_key) "
        f"WHERE e.school_code = '{A}' ORDER BY e.period"
    )
    assert names == [(END, "Trường mới"), (BEGINNING, f"Trường {A}")]


def test_a_school_that_describes_itself_late_still_has_its_first_period(tmp_path: Path) -> None:
    staged = Staged(tmp_path)
    staged.submit(BEGINNING, A, student=[learner(1)])
    staged.submit(END, A, school=[school(A)], student=[learner(1)])
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        assert engine.rows("SELECT valid_from, valid_to FROM dim_school") == [(START, None)]
        assert engine.value("SELECT count(school_key) FROM fact_enrolment") == 2


def test_a_school_without_rows_in_force_is_known_from_the_register(tmp_path: Path) -> None:
    staged = Staged(tmp_path)
    staged.submit(BEGINNING, A, school=[school(A)], student=[learner(1)])
    staged.submit(BEGINNING, A, school=[school(A, outcome="rejected")])
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        assert engine.rows("SELECT school_name, province_code FROM dim_school") == [(f"Trường {A}", "79")]


def test_marts_are_made_where_no_school_is_known_yet(tmp_path: Path) -> None:
    staged = Staged(tmp_path)
    staged.submit(BEGINNING, A, student=[learner(1)])
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        assert engine.rows("SELECT school_code FROM dim_school") == []


def test_learners_find_their_class_and_classes_their_teacher(marts: Engine) -> None:
    assert marts.value("SELECT count(*) FROM fact_enrolment WHERE class_key IS NULL") == 0
    homeroom = marts.rows(
        f"SELECT class_name, homeroom_staff_key FROM dim_class WHERE period = '{BEGINNING}' AND school_code = '{A}' "
        "ORDER BY class_name"
    )
    assert homeroom == [("4A", 501), ("4C", None)]


def test_classes_end_when_their_school_tells_its_classes_again(tmp_path: Path) -> None:
    """Those of a finished school year, too, and those that are gone; not because another school tells its own."""
    next_year = "2026-2027-dau-nam"
    staged = Staged(tmp_path)
    staged.submit(BEGINNING, A, school=[school(A)], **{"class": [class_("4A"), class_("4B")]})
    staged.submit(BEGINNING, B, school=[school(B)], **{"class": [class_("4A")]})
    staged.submit(END, A, **{"class": [class_("4A")]})
    staged.submit(next_year, A, **{"class": [class_("4A"), class_("5A", grade_code="05")]})
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        assert engine.rows(
            "SELECT school_code, class_name, valid_from, valid_to, is_current FROM dim_class ORDER BY ALL"
        ) == [
            (A, "4A", START, date(2026, 5, 30), False),
            (A, "4A", FINISH, date(2026, 9, 29), False),
            (A, "4A", date(2026, 9, 30), None, True),
            (A, "4B", START, date(2026, 5, 30), False),
            (A, "5A", date(2026, 9, 30), None, True),
            (B, "4A", START, None, True),
        ]


def test_a_facility_that_is_no_longer_listed_is_gone(marts: Engine) -> None:
    assert marts.rows(
        "SELECT facility_type_code, quantity, valid_to, is_current FROM dim_facility ORDER BY facility_type_code, quantity"
    ) == [
        ("classroom", 10, date(2026, 5, 30), False),
        ("classroom", 11, None, True),
        ("library", 1, date(2026, 5, 30), False),
    ]


def test_teachers_are_the_staff_of_certain_groups(marts: Engine) -> None:
    assert marts.rows("SELECT DISTINCT staff_key FROM dim_teacher ORDER BY ALL") == [(501,), (503,)]
    assert marts.rows(
        "SELECT qualification_code, is_current FROM dim_teacher WHERE staff_key = 501 ORDER BY valid_from"
    ) == [("03", False), ("02", True)]


def test_findings_leave_without_personal_values(marts: Engine) -> None:
    [row, _] = marts.arrow("SELECT * FROM fact_finding ORDER BY rule_id").to_pylist()
    assert (row["value"], row["message_vi"], row["fix_en"]) == (None, "Họ tên …", "Mend …")
    assert "Bí Mật" not in str(row)
    # An id of a cause may be a hash of the value.
    assert row["cause_id"] not in {str(cause) for (cause,) in marts.rows("SELECT cause_id FROM finding")}


def test_sheets_keep_their_counts(marts: Engine) -> None:
    counts = marts.rows(
        "SELECT rows_read, rows_accepted, rows_queried, rows_rejected FROM fact_submission "
        f"WHERE school_code = '{B}' AND period = '{BEGINNING}' AND dataset IN ('student', 'staff') ORDER BY dataset"
    )
    assert counts == [(1, 0, 1, 0), (13, 12, 0, 1)]


@pytest.mark.parametrize(
    ("indicator", "level", "code", "value"),
    [
        ("learners", "country", "VN", 26.0),
        ("learners", "ward", "26737", 12.0),
        ("classes", "province", "79", 3.0),
        ("teachers", "school", A, 1.0),
        ("learners_per_class", "school", B, 12.0),
        ("share_of_girls", "country", "VN", 0.5),
    ],
)
def test_indicators(marts: Engine, indicator: str, level: str, code: str, value: float) -> None:
    assert marts.rows(
        "SELECT value, is_suppressed FROM agg_indicator WHERE indicator = $i AND area_level = $l AND area_code = $c "
        "AND period = $p",
        {"i": indicator, "l": level, "c": code, "p": BEGINNING},
    ) == [(value, False)]


@pytest.mark.parametrize(("girls", "boys", "suppressed"), [(5, 5, False), (4, 6, True), (10, 0, True)])
def test_a_share_that_tells_of_few_persons_is_suppressed(
    tmp_path: Path, girls: int, boys: int, suppressed: bool
) -> None:
    staged = Staged(tmp_path)
    learners = [learner(n, sex_code="02" if n <= girls else "01") for n in range(1, girls + boys + 1)]
    staged.submit(BEGINNING, A, school=[school(A)], student=learners)
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        [(value, is_suppressed)] = engine.rows(
            "SELECT value, is_suppressed FROM agg_indicator WHERE indicator = 'share_of_girls' AND area_level = 'school'"
        )
        assert (is_suppressed, value is None) == (suppressed, suppressed)
        assert (
            engine.value("SELECT value FROM agg_indicator WHERE indicator = 'learners' AND area_level = 'school'") == 10
        )


def test_few_learners_are_suppressed(tmp_path: Path) -> None:
    staged = Staged(tmp_path)
    staged.submit(BEGINNING, A, school=[school(A)], student=[learner(n) for n in range(1, 5)])
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        assert engine.rows("SELECT DISTINCT value, is_suppressed FROM agg_indicator WHERE indicator = 'learners'") == [
            (None, True)
        ]


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the order of arrival and the ids of this installation."""
    for name, shift, is_shuffled in (("one", 0, False), ("two", 500, True)):
        with build(sample(tmp_path / name, shift=shift, is_shuffled=is_shuffled), tmp_path / name / "marts"):
            pass
    for mart in load_marts():
        if not mart.is_restricted:
            one, two = (tmp_path / name / "marts" / f"{mart.name}.parquet" for name in ("one", "two"))
            assert _sha256(one) == _sha256(two), mart.name


def test_many_rows_give_the_same_bytes_twice(tmp_path: Path) -> None:
    """More rows than a row group, written by two threads."""
    with Engine(tmp_path, memory=600, threads=2) as engine:
        engine.execute(
            "CREATE TABLE many AS SELECT i, hash(i) % 1000 AS code, 'nhãn ' || (hash(i) % 50) AS label FROM range(400000) AS r(i)"
        )
        for order, name in (("code", "one"), ("label DESC", "two")):
            engine.execute(f"CREATE OR REPLACE TABLE shuffled AS SELECT * FROM many ORDER BY {order}")
            engine.write_parquet("SELECT * FROM shuffled ORDER BY i", tmp_path / f"{name}.parquet")
    assert pq.ParquetFile(tmp_path / "one.parquet").num_row_groups > 1
    assert _sha256(tmp_path / "one.parquet") == _sha256(tmp_path / "two.parquet")


def test_a_table_of_a_dataset_that_nobody_sent_is_empty_and_typed(tmp_path: Path) -> None:
    staged = Staged(tmp_path)
    staged.submit(BEGINNING, A, school=[school(A)], student=[learner(1)])
    staged.write()
    with build(staged, tmp_path / "marts"):
        further = [mart for mart in load_marts() if mart.dataset]
        assert {"fact_result", "fact_finance", "dim_learning_resource"} <= {mart.name for mart in further}
        for mart in further:
            table = pq.read_table(tmp_path / "marts" / f"{mart.name}.parquet")
            assert (table.num_rows, table.schema.remove_metadata()) == (0, arrow_schema(mart)), mart.name


def test_nothing_of_the_installation_is_in_the_marts() -> None:
    ours = {"row_id", "sheet_id", "sender_in_force", "part", "person_id"}
    for mart in load_marts():
        assert not ours & {column.name for column in mart.columns}


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
