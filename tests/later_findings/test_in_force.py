"""What a step after validation finds counts like a finding of the validation, as long as its sheet is in force."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine as Database

from pipelines.engine import Engine, quote_text
from pipelines.feedback.fresh import partitions_to_tell
from pipelines.feedback.write import write_feedback
from pipelines.identity.identify import identify_partition
from pipelines.identity.waiting import partitions_to_identify
from pipelines.later_findings.write import write_later_findings
from pipelines.overview.findings import findings_by_cause
from pipelines.overview.status import rows_in_force
from pipelines.publication.versions import staging_fingerprint
from pipelines.settings import Settings
from pipelines.staging import Staging, bind_in_force
from pipelines.validation.outputs import RowCounts
from pipelines.validation.validate import validate_partition
from tests.validation.passes import SCHOOL, STUDENT, register_school
from tests.validation.staged import PARTITION, Rows, stage

OTHER_SCHOOL = "79760502"
# Rules beside the point: there is no list of classes.
UNASKED = frozenset({"XSC001", "XSC002", "XSC004", "XSC012", "FLD002"})
LEARNERS: Rows = [
    STUDENT | {"local_code": f"HS{n}", "full_name": f"Trần Văn {name}", "sequence_no": str(n)}
    for n, name in enumerate(("An", "Bình", "Cường", "Dũng"), 1)
]


@pytest.fixture
def loaded(settings: Settings, database: Database) -> Settings:
    for school in (SCHOOL, OTHER_SCHOOL):
        register_school(database, school)
        hand_in(settings, database, school, LEARNERS)
    return settings


def hand_in(settings: Settings, database: Database, school: str, learners: Rows) -> None:
    stage(settings, database, school, {"student": learners})
    validate_partition(settings, database, PARTITION, unasked=UNASKED)


def find(settings: Settings, database: Database, *found: tuple[int, str, str], source: str = "verification") -> bool:
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
                FALSE AS is_consequence, 'open' AS status, NULL::VARCHAR AS decision_vi, NULL::VARCHAR AS decision_en,
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


def test_an_error_keeps_its_row_out_and_a_query_lets_it_in(loaded: Settings, database: Database) -> None:
    before = outcomes(loaded, database)
    assert "rejected" not in before
    find(
        loaded, database, (2, "error", "a"), (3, "query", "b"), (3, "query", "c"), (4, "query", "d"), (4, "error", "e")
    )
    assert outcomes(loaded, database) == ["rejected", "queried", "rejected", before[3]]
    assert outcomes(loaded, database, OTHER_SCHOOL) == before


def test_every_row_stays_accounted_for(loaded: Settings, database: Database) -> None:
    find(loaded, database, (2, "error", "a"), (3, "query", "b"))
    find(loaded, database, (2, "query", "a"), (4, "error", "b"), source="comparison")
    told = outcomes(loaded, database)
    numbers = counts(loaded, database)
    assert (numbers.accepted, numbers.queried, numbers.rejected) == tuple(
        map(told.count, ("accepted", "queried", "rejected"))
    )
    assert (numbers.read, numbers.rejected) == (4, 2)
    assert counts(loaded, database, OTHER_SCHOOL).rejected == 0


def test_a_finding_on_the_sheet_keeps_no_row_out(loaded: Settings, database: Database) -> None:
    before = outcomes(loaded, database)
    find(loaded, database, (0, "error", "somebody is missing"))
    assert outcomes(loaded, database) == before
    assert "XNA002" in {cause["rule_id"] for cause in findings_by_cause(loaded, database, SCHOOL)}


def test_what_was_said_of_an_earlier_list_counts_no_more(loaded: Settings, database: Database) -> None:
    find(loaded, database, (0, "query", "a"), (2, "error", "b"))
    hand_in(loaded, database, SCHOOL, LEARNERS)
    assert "rejected" not in outcomes(loaded, database)
    assert counts(loaded, database).rejected == 0
    assert "XNA002" not in {cause["rule_id"] for cause in findings_by_cause(loaded, database, SCHOOL)}


def test_persons_of_rows_kept_out_are_identified_no_more(loaded: Settings, database: Database) -> None:
    assert sum(identify_partition(loaded, database, PARTITION).learners.values()) == 8
    assert partitions_to_identify(loaded, database) == []
    fingerprint = staging_fingerprint(loaded, database)
    find(loaded, database, (2, "error", "a"))
    assert partitions_to_identify(loaded, database) == [PARTITION]
    assert staging_fingerprint(loaded, database) != fingerprint
    assert sum(identify_partition(loaded, database, PARTITION).learners.values()) == 7


def told(settings: Settings, school: str) -> dict[Path, list[str]]:
    folder = settings.workspace.feedback / PARTITION.period / school
    return {
        path: [f["message_en"] for f in json.loads(path.read_text())["findings"] if f["rule_id"] == "XNA002"]
        for path in folder.glob("*/findings.json")
    }


def test_the_school_is_told_and_nobody_else_again(loaded: Settings, database: Database) -> None:
    assert write_feedback(loaded, database, PARTITION).submissions == 2
    assert partitions_to_tell(loaded, database) == []
    assert find(loaded, database, (2, "error", "also elsewhere"))
    assert partitions_to_tell(loaded, database) == [PARTITION]
    assert write_feedback(loaded, database, PARTITION).submissions == 1
    assert [*told(loaded, SCHOOL).values()] == [["also elsewhere"]]
    assert not find(loaded, database, (2, "error", "also elsewhere"))
    assert write_feedback(loaded, database, PARTITION).submissions == 0


def test_the_school_is_told_when_it_is_settled(loaded: Settings, database: Database) -> None:
    find(loaded, database, (2, "error", "also elsewhere"))
    write_feedback(loaded, database, PARTITION)
    assert find(loaded, database)
    assert write_feedback(loaded, database, PARTITION).submissions == 1
    assert [*told(loaded, SCHOOL).values()] == [[]]
    assert "rejected" not in outcomes(loaded, database)


def test_findings_from_before_there_were_decisions_are_open(loaded: Settings, database: Database) -> None:
    """An earlier version wrote them without these columns: they can be looked at before the next run."""
    find(loaded, database, (2, "error", "mới"))
    for folder in ("findings", "later_findings"):
        for path in (loaded.workspace.staging / folder).rglob("*.parquet"):
            table = pq.read_table(path)
            pq.write_table(table.drop_columns(["status", "decision_vi", "decision_en"]), path)
    causes = findings_by_cause(loaded, database, SCHOOL)
    assert causes and {(cause["status"], cause["decision_vi"]) for cause in causes} == {("open", None)}
    assert outcomes(loaded, database)[0] == "rejected"
    assert counts(loaded, database).rejected >= 1
