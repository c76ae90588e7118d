"""Whether a sender changed is known by its fingerprint alone."""

from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy import insert

from pipelines.decisions.in_force import decisions_in_force
from pipelines.intake.read import read_partition
from pipelines.intake.receive import receive_files
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging
from pipelines.state.models import School
from pipelines.validation.handed_in import changed_senders, read_fingerprints
from pipelines.validation.inputs import read_inputs
from schemas.catalogue import load_catalogue
from tests.conftest import SAMPLE_PERIOD

PARTITION = Partition(SAMPLE_PERIOD, "79")


def fingerprints(settings: Settings, database: Database) -> dict[str, str]:
    catalogue = load_catalogue()
    with database.connect() as connection:
        decisions = decisions_in_force(connection, Staging(settings.workspace.staging), PARTITION, [])
        found = read_fingerprints(connection, catalogue, PARTITION, decisions)
        assert found == read_inputs(connection, catalogue, PARTITION, decisions).fingerprints
    return found


def hand_in(settings: Settings, database: Database, school: str, *files: Path) -> None:
    receive_files(settings, database, files, sender_code=school, period=Period.parse(SAMPLE_PERIOD))
    read_partition(settings, database, PARTITION)


def test_whoever_hands_in_changes_and_nobody_else(
    settings: Settings, database: Database, sample_tree: Path, tmp_path: Path
) -> None:
    one, other, *_ = sorted((sample_tree / SAMPLE_PERIOD).iterdir())
    hand_in(settings, database, one.name, *one.iterdir())
    before = fingerprints(settings, database)
    hand_in(settings, database, other.name, *other.iterdir())
    both = fingerprints(settings, database)
    assert changed_senders(both, before) == [other.name]
    broken = tmp_path / "hong.xlsx"
    broken.write_bytes(b"PK\x03\x04 cut short")
    hand_in(settings, database, one.name, broken)
    assert changed_senders(fingerprints(settings, database), both) == [one.name]


def test_a_sender_whom_the_register_learns_to_know_changes(
    settings: Settings, database: Database, sample_tree: Path
) -> None:
    school = min((sample_tree / SAMPLE_PERIOD).iterdir())
    hand_in(settings, database, school.name, *school.iterdir())
    before = fingerprints(settings, database)
    known = {"name": "", "level_group_code": "", "province_code": "79", "ward_code": ""}
    known |= {"first_period": SAMPLE_PERIOD, "last_period": SAMPLE_PERIOD}
    with database.begin() as connection:
        connection.execute(insert(School), [known | {"school_code": code} for code in (school.name, "79999999")])
    assert changed_senders(fingerprints(settings, database), before) == [school.name]
