"""Scores of quality: as their definitions say, for schools and areas, silent schools included, over periods."""

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from sqlalchemy import update

from pipelines.engine import Engine
from pipelines.state.models import Submission
from schemas.catalogue import load_catalogue
from schemas.quality import deadline, dimension_of, load_dimensions
from tests.marts.conftest import build
from tests.marts.sample import A, B, class_, facility, finding, learner, school, teacher
from tests.marts.staged import BEGINNING, END, Staged

SILENT = "79760503"


def score(engine: Engine, dimension: str, level: str, code: str, period: str = BEGINNING) -> object:
    return engine.value(
        "SELECT score FROM fact_quality_score WHERE dimension = $d AND area_level = $l AND area_code = $c AND period = $p",
        {"d": dimension, "l": level, "c": code, "p": period},
    )


@pytest.fixture
def staged(tmp_path: Path) -> Staged:
    """A hands in all five datasets on 1 October, 10 learners among them; B its own row and staff; SILENT is only registered."""
    staged = Staged(tmp_path)
    staged.submit(
        BEGINNING, A, school=[school(A)], **{"class": [class_("4A")]}, student=[learner(n) for n in range(1, 11)],
        staff=[teacher(501)], facility=[facility("classroom", 10)],
    )  # fmt: skip
    staged.submit(BEGINNING, B, school=[school(B)], staff=[teacher(502)])
    staged.schools[SILENT] = staged.schools[A] | {"school_code": SILENT, "name": "Trường C"}
    return staged


def error(row: int | None, rule: str, **said: object) -> dict[str, object]:
    return finding(excel_row=row, rule_id=rule, severity="error", **said)


def test_schools_that_sent_nothing_count_as_nothing(staged: Staged, tmp_path: Path) -> None:
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        assert [score(engine, "completeness", "school", code) for code in (A, B, SILENT)] == [1.0, 0.4, 0.0]
        assert score(engine, "completeness", "province", "79") == round(7 / 15, 6)
        assert score(engine, "completeness", "country", "VN") == round(7 / 15, 6)
        assert score(engine, "timeliness", "school", SILENT) == 0.0
        assert score(engine, "validity", "school", SILENT) is None


def test_each_dimension_counts_the_rows_of_its_own_rules(staged: Staged, tmp_path: Path) -> None:
    staged.findings += [
        error(3, "FLD011"),
        error(3, "FLD003", field="birth_date"),
        error(4, "FLD001"),
        error(5, "STU007"),
        error(6, "FLD029"),
        error(7, "FLD011", status="waived"),
    ]
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        # 14 rows: 10 learners and one of each other dataset.
        assert score(engine, "validity", "school", A) == round(13 / 14, 6)
        assert score(engine, "consistency", "school", A) == round(13 / 14, 6)
        assert score(engine, "uniqueness", "school", A) == round(13 / 14, 6)
        assert score(engine, "completeness", "school", A) == round((4 + 9 / 10) / 5, 6)
        assert score(engine, "validity", "province", "79") == round(15 / 16, 6)


@pytest.mark.parametrize(("severity", "expected"), [("error", round(4 / 14, 6)), ("query", 1.0)])
def test_a_finding_about_a_sheet_counts_for_its_rows_if_it_is_an_error(
    staged: Staged, tmp_path: Path, severity: str, expected: float
) -> None:
    staged.findings.append(error(None, "FIL013") | {"severity": severity})
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        assert score(engine, "validity", "school", A) == expected


@pytest.mark.parametrize(("rules", "expected"), [
    ((), 1.0),
    (("FIL018",), (4 + 10 / 20) / 5),
    (("FIL010",), (4 + 10 / 20) / 5),
    (("FIL010", "FIL033"), 1.0),  # the ten learners of the sheet before are there
])  # fmt: skip
def test_rows_of_a_sheet_that_is_kept_out_are_not_complete(
    staged: Staged, tmp_path: Path, rules: tuple[str, ...], expected: float
) -> None:
    kept_out = {"submission_id": "sub-2", "sheet": "Trang 2"}
    staged.findings += [
        error(None, rule, **kept_out) | ({"severity": "query"} if rule == "FIL033" else {}) for rule in rules
    ]
    staged.write()
    [path] = (staged.settings.workspace.staging / "reconciliation").rglob("*.parquet")
    sheets = pq.read_table(path)
    [listed] = sheets.filter((pc.field("sender_code") == A) & (pc.field("dataset") == "student")).to_pylist()
    another = listed | kept_out | {"rows_accepted": 0, "rows_rejected": 10}
    pq.write_table(pa.concat_tables([sheets, pa.Table.from_pylist([another], schema=sheets.schema)]), path)
    with build(staged, tmp_path / "marts") as engine:
        assert score(engine, "completeness", "school", A) == round(expected, 6)


@pytest.mark.parametrize(
    ("received_at", "expected"),
    [
        (datetime(2025, 10, 15, 16, 59), 1.0),  # one minute before midnight of the due date in Viet Nam
        (datetime(2025, 10, 15, 17, 0), 0.0),
    ],
)
def test_a_submission_is_on_time_until_midnight_of_the_due_date(
    staged: Staged, tmp_path: Path, received_at: datetime, expected: float
) -> None:
    staged.write()
    with staged.database.begin() as connection:
        own = update(Submission).where(Submission.sender_code == A)
        connection.execute(own.values(received_at=received_at.replace(tzinfo=UTC)))
    with build(staged, tmp_path / "marts") as engine:
        assert score(engine, "timeliness", "school", A) == expected


def test_a_list_of_the_department_counts_for_its_schools(staged: Staged, tmp_path: Path) -> None:
    staged.submit(BEGINNING, "79", facility=[facility("classroom", 5) | {"school_code": B}])
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        assert score(engine, "completeness", "school", B) == 0.6
        assert score(engine, "timeliness", "school", B) == 0.6
        assert score(engine, "validity", "province", "79") == 1.0


def test_a_score_stands_beside_that_of_the_period_before(staged: Staged, tmp_path: Path) -> None:
    staged.submit(END, A, school=[school(A)], student=[learner(n) for n in range(1, 11)])
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        rows = engine.rows(
            "SELECT period, score, previous_score FROM fact_quality_score "
            "WHERE area_code = $a AND dimension = 'completeness' ORDER BY previous_score NULLS FIRST",
            {"a": A},
        )
    assert rows == [(BEGINNING, 1.0, None), (END, 0.4, 1.0)]


def test_every_rule_has_a_dimension_that_is_defined() -> None:
    names = {dimension.name for dimension in load_dimensions()}
    assert {dimension_of(rule) for rule in load_catalogue().rules.values()} <= names
    assert dimension_of(load_catalogue().rules["FLD029"]) == "uniqueness"


def test_a_year_may_have_a_deadline_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = {"point": "cuoi-nam", "school_year": "", "years_after": "1", "due": "06-15", "datasets": "school student"}
    own = usual | {"school_year": "2021", "due": "07-31"}
    monkeypatch.setattr("schemas.quality.read_rows", lambda name: [usual, own])
    assert deadline(2021, "cuoi-nam").due_date == date(2022, 7, 31)
    assert deadline(2025, "cuoi-nam").due_date == date(2026, 6, 15)
