"""Two provinces and two collections from staged sheets to outcomes and answers."""

import json
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database

from pipelines.comparison.compare import ask_rules, compare_period
from pipelines.comparison.fingerprint import waiting_periods
from pipelines.engine import Engine
from pipelines.feedback.write import write_feedback
from pipelines.identity.identify import identify_partition
from pipelines.in_force import bind_in_force
from pipelines.overview.status import rows_in_force
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging
from pipelines.state.database import open_database
from pipelines.validation.validate import validate_partition
from tests.validation.passes import STUDENT, register_school
from tests.validation.staged import Rows, settings_in, stage

HERE, THERE = "79760501", "01000502"
NOW, LATER = "2025-2026-dau-nam", "2025-2026-giua-nam"
# Rules beside the point: there is no list of classes.
UNASKED = frozenset({"XSC001", "XSC002", "XSC004", "XSC012", "FLD002"})
SHARED_ID = "7900000017"


def learners(mother: str, *ids: str | None) -> Rows:
    names = ("An", "Bình", "Cường", "Dũng", "Giang", "Hà")
    return [
        STUDENT
        | {
            "local_code": f"HS{n}",
            "learner_id": learner_id,
            "full_name": f"Trần Văn {names[n]}",
            "mother_name": f"Lê Thị {mother} {names[n]}",
            "sequence_no": str(n),
        }
        for n, learner_id in enumerate(ids)
    ]


def hand_in(settings: Settings, database: Database, school: str, rows: Rows, period: str = NOW) -> Partition:
    partition = Partition(period, school[:2])
    stage(settings, database, school, {"student": rows}, partition, datetime(2025, 10, 5))
    validate_partition(settings, database, partition, unasked=UNASKED)
    return partition


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace to copy: two schools of two provinces claim one learner."""
    settings = settings_in(tmp_path_factory.mktemp("loaded"))
    database = open_database(settings.database_url)
    for school in (HERE, THERE):
        register_school(database, school)
    hand_in(settings, database, HERE, learners("Hoa", "7900000009", SHARED_ID, None))
    hand_in(settings, database, THERE, learners("Mai", SHARED_ID, "0100000018"))
    return settings.workspace.home


@pytest.fixture
def settings(loaded: Path, tmp_path: Path) -> Settings:
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    return settings_in(tmp_path)


def outcomes(settings: Settings, database: Database, school: str, period: str = NOW) -> list[bool]:
    """Whether each row is rejected."""
    staging = Staging(settings.workspace.staging)
    with Engine(settings.workspace.temporary, 500, 1) as engine:
        bind_in_force(engine, "typed", database, staging, "typed", [Partition(period, school[:2])], "student")
        rows = engine.rows("SELECT outcome = 'rejected' FROM typed ORDER BY row_id")
    return [bool(is_rejected) for (is_rejected,) in rows]


def told(settings: Settings, school: str) -> list[dict[str, object]]:
    [path] = (settings.workspace.feedback / NOW / school).glob("*/findings.json")
    findings: list[dict[str, object]] = json.loads(path.read_text())["findings"]
    return [finding for finding in findings if str(finding["rule_id"]).startswith("XNA")]


def test_an_id_in_two_provinces_keeps_both_rows_out_and_both_schools_are_told(
    settings: Settings, database: Database
) -> None:
    summary = compare_period(settings, database, Period.parse(NOW))
    assert summary.findings == {"XNA002": 2}
    assert outcomes(settings, database, HERE) == [False, True, False]
    assert outcomes(settings, database, THERE) == [True, False]
    for partition in summary.changed:
        [numbers] = rows_in_force(settings, database, [partition]).values()
        assert numbers.rejected == 1 and numbers.read == numbers.accepted + numbers.queried + numbers.rejected
        write_feedback(settings, database, partition)
        assert sum(identify_partition(settings, database, partition).learners.values()) == numbers.read - 1
    [here], [there] = told(settings, HERE), told(settings, THERE)
    assert (here["excel_row"], here["excel_column"], there["excel_row"]) == (3, "B", 2)
    assert THERE in str(here["message_vi"]) and HERE in str(there["message_vi"])
    assert "Bình" not in str(there) and "An" not in str(here)


def test_a_corrected_list_lets_both_rows_in(settings: Settings, database: Database) -> None:
    compare_period(settings, database, Period.parse(NOW))
    hand_in(settings, database, THERE, learners("Mai", None, "0100000018"))
    summary = compare_period(settings, database, Period.parse(NOW))
    assert summary.findings == {}
    assert summary.changed == (Partition(NOW, "01"), Partition(NOW, "79"))
    assert not any(outcomes(settings, database, HERE) + outcomes(settings, database, THERE))


def test_what_has_not_changed_is_not_compared(settings: Settings, database: Database) -> None:
    assert waiting_periods(settings, database) == [Period.parse(NOW)]
    compare_period(settings, database, Period.parse(NOW))
    assert waiting_periods(settings, database) == []
    hand_in(settings, database, HERE, learners("Hoa", "7900000009"), LATER)
    assert waiting_periods(settings, database) == [Period.parse(LATER)]
    compare_period(settings, database, Period.parse(LATER))
    hand_in(settings, database, HERE, learners("Hoa", "7900000009"))
    assert waiting_periods(settings, database) == [Period.parse(NOW), Period.parse(LATER)]


def test_what_is_validated_while_a_period_is_compared_waits(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked_slowly(engine: Engine, period: Period) -> dict[str, float]:
        hand_in(settings, database, THERE, learners("Mai", None, "0100000018"))
        return ask_rules(engine, period)

    monkeypatch.setattr("pipelines.comparison.compare.ask_rules", asked_slowly)
    assert compare_period(settings, database, Period.parse(NOW)).findings == {"XNA002": 2}
    monkeypatch.undo()
    assert waiting_periods(settings, database) == [Period.parse(NOW)]
    assert compare_period(settings, database, Period.parse(NOW)).findings == {}


def test_learners_of_the_collection_before_are_missed(settings: Settings, database: Database) -> None:
    compare_period(settings, database, Period.parse(NOW))
    hand_in(settings, database, HERE, learners("Hoa", "7900000009"), LATER)
    summary = compare_period(settings, database, Period.parse(LATER))
    # The row that two schools claim was not accepted: nobody misses it.
    assert summary.findings == {"PER004": 1}
    assert outcomes(settings, database, HERE, LATER) == [False]


def test_comparing_again_changes_nothing(settings: Settings, database: Database) -> None:
    compare_period(settings, database, Period.parse(NOW))
    summary = compare_period(settings, database, Period.parse(NOW))
    assert summary.findings == {"XNA002": 2}
    assert summary.changed == ()


def test_columns_that_run_dry_are_counted_in_the_sheets(settings: Settings, database: Database) -> None:
    many = [row | {"local_code": f"HS{n}"} for n, row in enumerate(learners("Hoa", None) * 20)]
    hand_in(settings, database, HERE, many)
    hand_in(settings, database, HERE, [row | {"mother_name": None} for row in many], LATER)
    compare_period(settings, database, Period.parse(NOW))
    assert compare_period(settings, database, Period.parse(LATER)).findings == {"PER012": 1}
