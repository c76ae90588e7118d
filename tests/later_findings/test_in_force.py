"""What a step after validation finds counts like a finding of the validation, as long as its sheet is in force."""

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine as Database

from pipelines.engine import Engine, quote_text
from pipelines.feedback.fresh import partitions_to_tell
from pipelines.feedback.write import write_feedback
from pipelines.identity.identify import identify_partition
from pipelines.identity.waiting import partitions_to_identify
from pipelines.in_force import bind_in_force
from pipelines.intake.read import read_partition
from pipelines.intake.receive import receive_files
from pipelines.later_findings.write import write_later_findings
from pipelines.overview.findings import findings_by_cause
from pipelines.overview.status import rows_in_force
from pipelines.periods import Period
from pipelines.publication.versions import staging_fingerprint
from pipelines.settings import Settings
from pipelines.staging import Staging
from pipelines.state.database import open_database
from pipelines.validation.outputs import RowCounts
from pipelines.validation.validate import validate_partition
from tests.validation.passes import SCHOOL, STUDENT, register_school
from tests.validation.staged import PARTITION, Rows, settings_in, stage

OTHER_SCHOOL = "79760502"
# Rules beside the point: there is no list of classes.
UNASKED = frozenset({"XSC001", "XSC002", "XSC004", "XSC012", "FLD002"})
LEARNERS: Rows = [
    STUDENT | {"local_code": f"HS{n}", "full_name": f"Trần Văn {name}", "sequence_no": str(n)}
    for n, name in enumerate(("An", "Bình", "Cường", "Dũng"), 1)
]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of two schools with the same learners, to copy."""
    settings = settings_in(tmp_path_factory.mktemp("loaded"))
    database = open_database(settings.database_url)
    for school in (SCHOOL, OTHER_SCHOOL):
        register_school(database, school)
        hand_in(settings, database, school, LEARNERS)
    return settings.workspace.home


@pytest.fixture
def settings(loaded: Path, tmp_path: Path) -> Settings:
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    return settings_in(tmp_path)


def hand_in(settings: Settings, database: Database, school: str, learners: Rows) -> None:
    stage(settings, database, school, {"student": learners})
    validate_partition(settings, database, PARTITION, unasked=UNASKED)


def find(
    settings: Settings,
    database: Database,
    *found: tuple[int, str, str],
    source: str = "verification",
    status: str = "open",
) -> bool:
    """Let a step find something in the list of SCHOOL: (Excel row, 0 for the sheet; severity; what it says)."""
    staging = Staging(settings.workspace.staging)
    rows = ", ".join(f"({row}, {quote_text(severity)}, {quote_text(message)})" for row, severity, message in found)
    with Engine(settings.workspace.temporary, 500, 1) as engine:
        bind_in_force(engine, "typed", database, staging, "typed", [PARTITION], "student")
        bind_in_force(engine, "reconciliation", database, staging, "reconciliation", [PARTITION])
        select = f"""
            SELECT r.submission_id, r.period, r.sender_code AS school_code, r.dataset, r.file, r.sheet,
                nullif(said.excel_row, 0)::BIGINT AS excel_row, 'B' AS excel_column, 'full_name' AS field,
                NULL::VARCHAR AS value, NULL::VARCHAR AS public_value, 'XNA002' AS rule_id, said.severity,
                said.text AS message_vi, said.text AS message_en, 'x' AS fix_vi, 'x' AS fix_en,
                '…' AS public_message_vi, '…' AS public_message_en, '…' AS public_fix_vi, '…' AS public_fix_en,
                FALSE AS is_consequence, {quote_text(status)} AS status, NULL::VARCHAR AS decision_vi, NULL::VARCHAR AS decision_en,
                'c1' AS cause_id, row_place(place_sheet(t.row_id), said.excel_row) AS row_id, r.sender_code
            FROM (VALUES {rows or "(0, '', '')"}) AS said (excel_row, severity, text)
            JOIN reconciliation AS r ON r.sender_code = '{SCHOOL}' AND r.dataset = 'student'
            JOIN (SELECT min(row_id) AS row_id FROM typed WHERE sender_code = '{SCHOOL}') AS t ON TRUE
            WHERE said.severity <> ''
            ORDER BY row_id"""
        return write_later_findings(engine, staging, source, PARTITION, select)


def outcomes(settings: Settings, database: Database, school: str = SCHOOL) -> list[str]:
    with Engine(settings.workspace.temporary, 500, 1) as engine:
        bind_in_force(engine, "typed", database, Staging(settings.workspace.staging), "typed", [PARTITION], "student")
        rows = engine.rows("SELECT outcome FROM typed WHERE sender_code = $school ORDER BY row_id", {"school": school})
    return [str(outcome) for (outcome,) in rows]


def counts(settings: Settings, database: Database, school: str = SCHOOL) -> RowCounts:
    [numbers] = rows_in_force(settings, database, [PARTITION], sender=school).values()
    return numbers


def test_an_error_keeps_its_row_out_and_a_query_lets_it_in(settings: Settings, database: Database) -> None:
    before = outcomes(settings, database)
    assert "rejected" not in before
    find(
        settings,
        database,
        (2, "error", "a"),
        (3, "query", "b"),
        (3, "query", "c"),
        (4, "query", "d"),
        (4, "error", "e"),
    )
    assert outcomes(settings, database) == ["rejected", "queried", "rejected", before[3]]
    assert outcomes(settings, database, OTHER_SCHOOL) == before


@pytest.mark.parametrize(
    ("severity", "status", "outcome"), [("query", "explained", "accepted"), ("error", "waived", "queried")]
)
def test_what_is_explained_asks_for_nothing_more(
    settings: Settings, database: Database, severity: str, status: str, outcome: str
) -> None:
    asked = [row | {"sex_code": "01", "personal_id": f"07921400012{n}"} for n, row in enumerate(LEARNERS)]
    hand_in(settings, database, SCHOOL, asked)
    assert set(outcomes(settings, database)) == {"accepted"}
    find(settings, database, (2, severity, "a"), status=status)
    assert outcomes(settings, database) == [outcome, *["accepted"] * 3]
    numbers = counts(settings, database)
    assert (numbers.accepted, numbers.queried) == ((4, 0) if outcome == "accepted" else (3, 1))


def test_every_row_stays_accounted_for(settings: Settings, database: Database) -> None:
    find(settings, database, (2, "error", "a"), (3, "query", "b"))
    find(settings, database, (2, "query", "a"), (4, "error", "b"), source="comparison")
    told = outcomes(settings, database)
    numbers = counts(settings, database)
    assert (numbers.accepted, numbers.queried, numbers.rejected) == tuple(
        map(told.count, ("accepted", "queried", "rejected"))
    )
    assert (numbers.read, numbers.rejected) == (4, 2)
    assert counts(settings, database, OTHER_SCHOOL).rejected == 0


def test_a_finding_on_the_sheet_keeps_no_row_out(settings: Settings, database: Database) -> None:
    before = outcomes(settings, database)
    find(settings, database, (0, "error", "somebody is missing"))
    assert outcomes(settings, database) == before
    assert "XNA002" in {cause["rule_id"] for cause in findings_by_cause(settings, database, SCHOOL)}


def test_what_was_said_of_an_earlier_list_counts_no_more(settings: Settings, database: Database) -> None:
    find(settings, database, (0, "query", "a"), (2, "error", "b"))
    hand_in(settings, database, SCHOOL, LEARNERS)
    assert "rejected" not in outcomes(settings, database)
    assert counts(settings, database).rejected == 0
    assert "XNA002" not in {cause["rule_id"] for cause in findings_by_cause(settings, database, SCHOOL)}


def test_persons_of_rows_kept_out_are_identified_no_more(settings: Settings, database: Database) -> None:
    assert sum(identify_partition(settings, database, PARTITION).learners.values()) == 8
    assert partitions_to_identify(settings, database) == []
    fingerprint = staging_fingerprint(settings, database)
    find(settings, database, (2, "error", "a"))
    assert partitions_to_identify(settings, database) == [PARTITION]
    assert staging_fingerprint(settings, database) != fingerprint
    assert sum(identify_partition(settings, database, PARTITION).learners.values()) == 7


def told(settings: Settings, school: str) -> dict[Path, list[str]]:
    folder = settings.workspace.feedback / PARTITION.period / school
    return {
        path: [f["message_en"] for f in json.loads(path.read_text())["findings"] if f["rule_id"] == "XNA002"]
        for path in folder.glob("*/findings.json")
    }


def test_the_school_is_told_and_nobody_else_again(settings: Settings, database: Database) -> None:
    assert write_feedback(settings, database, PARTITION).submissions == 2
    assert partitions_to_tell(settings, database) == []
    assert find(settings, database, (2, "error", "also elsewhere"))
    assert partitions_to_tell(settings, database) == [PARTITION]
    assert write_feedback(settings, database, PARTITION).submissions == 1
    assert [*told(settings, SCHOOL).values()] == [["also elsewhere"]]
    assert not find(settings, database, (2, "error", "also elsewhere"))
    assert write_feedback(settings, database, PARTITION).submissions == 0


def test_the_school_is_told_when_it_is_settled(settings: Settings, database: Database) -> None:
    find(settings, database, (2, "error", "also elsewhere"))
    write_feedback(settings, database, PARTITION)
    assert find(settings, database)
    assert write_feedback(settings, database, PARTITION).submissions == 1
    assert [*told(settings, SCHOOL).values()] == [[]]
    assert "rejected" not in outcomes(settings, database)


def test_findings_from_before_there_were_decisions_are_open(settings: Settings, database: Database) -> None:
    """An earlier version wrote them without these columns: they can be looked at before the next run."""
    find(settings, database, (2, "error", "mới"))
    for folder in ("findings", "later_findings"):
        for path in (settings.workspace.staging / folder).rglob("*.parquet"):
            table = pq.read_table(path)
            pq.write_table(table.drop_columns(["status", "decision_vi", "decision_en"]), path)
    causes = findings_by_cause(settings, database, SCHOOL)
    assert causes and {(cause["status"], cause["decision_vi"]) for cause in causes} == {("open", None)}
    assert outcomes(settings, database)[0] == "rejected"
    assert counts(settings, database).rejected >= 1


def test_a_sender_of_nothing_but_a_damaged_file_stands_in_nobodys_way(settings: Settings, tmp_path: Path) -> None:
    database = open_database(settings.database_url)
    find(settings, database, (2, "error", "là của người khác"))
    damaged = tmp_path / "hoc_sinh.xlsx"
    damaged.write_bytes(b"PK\x03\x04 cut short")
    third = "79760503"
    register_school(database, third)
    receive_files(settings, database, [damaged], sender_code=third, period=Period.parse(PARTITION.period))
    read_partition(settings, database, PARTITION)
    validate_partition(settings, database, PARTITION, unasked=UNASKED)
    assert counts(settings, database).rejected == 1
    assert counts(settings, database, OTHER_SCHOOL).rejected == 0
    assert rows_in_force(settings, database, [PARTITION], sender=third) == {}
