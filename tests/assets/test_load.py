"""Job ``load_new`` on real workbooks, on an instance and a workspace of its own."""

import csv
import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import dagster as dg
import duckdb
import pyarrow.parquet as pq
import pytest

import assets.intake
from assets.definitions import defs
from assets.runs import LOAD_TAG
from pipelines.decisions.corrections import SHARED
from pipelines.errors import StorageError
from pipelines.locks import hold
from pipelines.settings import Settings, Workspace
from pipelines.staging import Partition
from pipelines.state.database import open_database
from pipelines.validation.lost_parts import lost_validated_parts
from tests.conftest import SAMPLE_PERIOD
from tests.validation.test_contract import other_codes

PARTITION = f"{SAMPLE_PERIOD}|79"


@dataclass
class Loads:
    """Runs loads of one workspace and looks at what Dagster recorded."""

    workspace: Workspace
    instance: dg.DagsterInstance

    def load(self, **config: object) -> bool:
        return (
            defs.resolve_job_def("load_new")
            .execute_in_process(
                instance=self.instance, run_config={"ops": {"load": {"config": config}}}, raise_on_error=False
            )
            .success
        )

    def metadata(self, asset: str) -> dict[str, object]:
        event = self.instance.get_latest_materialization_event(dg.AssetKey(asset))
        assert event and event.asset_materialization
        return {name: value.value for name, value in event.asset_materialization.metadata.items()}

    def runs(self, job: str) -> int:
        return self.instance.get_runs_count(dg.RunsFilter(job_name=job))

    def messages(self, job: str) -> str:
        """What the last run of a job logged."""
        [run] = self.instance.get_runs(dg.RunsFilter(job_name=job), limit=1)
        return "\n".join(entry.user_message or "" for entry in self.instance.all_logs(run.run_id))

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.workspace.sector_database), read_only=True) as connection:
            return connection.execute(statement).fetchall()


@pytest.fixture(scope="module")
def loaded(sample_tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loads]:
    """Three schools, one of which handed in a broken workbook as well; a stray file; loaded once."""
    home = tmp_path_factory.mktemp("workspace")
    workspace = Workspace(home)
    shutil.copytree(sample_tree, workspace.landing)
    school = sorted((workspace.landing / SAMPLE_PERIOD).iterdir())[0]
    (school / "hong.xlsx").write_bytes(b"PK\x03\x04 cut short")
    (workspace.landing / "ghi_chu.txt").write_text("a note")
    with pytest.MonkeyPatch.context() as patch, dg.DagsterInstance.ephemeral() as instance:
        patch.setenv("CSDL_HOME", str(home))
        loads = Loads(workspace, instance)
        assert loads.load()
        yield loads


def test_every_partition_is_a_run_with_its_assets(loaded: Loads) -> None:
    assert (loaded.runs("receive"), loaded.runs("load_partition"), loaded.runs("publish")) >= (1, 1, 1)
    [record] = loaded.instance.get_run_records(dg.RunsFilter(job_name="load_partition"), limit=1)
    assert record.dagster_run.tags["dagster/partition"] == PARTITION
    load = loaded.instance.get_run_by_id(record.dagster_run.tags[LOAD_TAG])
    assert load and load.job_name == "load_new"


def test_row_counts_reach_the_page_and_the_marts(loaded: Loads) -> None:
    shown = loaded.metadata("row_reconciliation")
    assert shown["Dòng đã đọc"] == shown["Được nhận"] + shown["Nhận, cần giải trình"] + shown["Bị trả lại"] > 0  # type: ignore[operator]
    assert loaded.rows("SELECT sum(rows_read) FROM marts.fact_submission") == [(shown["Dòng đã đọc"],)]


def test_findings_are_a_table_without_values(loaded: Loads) -> None:
    event = loaded.instance.get_latest_materialization_event(dg.AssetKey("findings"))
    assert event and event.asset_materialization
    table = event.asset_materialization.metadata["Tổng hợp"]
    assert isinstance(table, dg.TableMetadataValue)
    rows = [record.data for record in table.records]
    assert "FIL002" in {row["Quy tắc"] for row in rows}
    assert not any("{" in str(row["Nội dung"]) for row in rows)


def test_a_broken_file_stops_nothing(loaded: Loads) -> None:
    [(schools,)] = loaded.rows("SELECT count(DISTINCT school_code) FROM marts.fact_enrolment")
    assert schools == 3
    assert loaded.metadata("submissions")["Đường dẫn không nhận"] == 1


def test_feedback_goes_back_to_every_sender(loaded: Loads) -> None:
    folders = list((loaded.workspace.feedback / SAMPLE_PERIOD).glob("*/*/findings.csv"))
    assert len(folders) == 3
    for path in folders:
        told = json.loads(path.with_name("findings.json").read_text(encoding="utf-8"))
        assert path.read_bytes().decode("utf-8-sig").count("\r\n") == len(told["findings"])
        assert all({"excel_row", "message_vi", "fix_vi"} <= finding.keys() for finding in told["findings"])
        assert sum(sheet["rows_read"] for sheet in told["sheets"]) > 0


def test_nothing_new_loads_no_partition(loaded: Loads) -> None:
    before = loaded.runs("load_partition")
    release = loaded.rows("SELECT release_id FROM csdl.release")
    assert loaded.load()
    assert loaded.runs("load_partition") == before
    assert loaded.rows("SELECT release_id FROM csdl.release") == release


def test_everything_loads_again_within_the_filter(loaded: Loads) -> None:
    before = loaded.runs("load_partition")
    assert loaded.load(everything=True, provinces=["01"])
    assert loaded.runs("load_partition") == before


@pytest.mark.parametrize(
    "config", [{"periods": ["2031-2032-dau-nam"]}, {"periods": ["dau-nam"]}, {"provinces": ["99"]}]
)
def test_a_load_of_what_is_not_there_does_not_pass(loaded: Loads, config: dict[str, list[str]]) -> None:
    """Officers write the filter by hand on the page."""
    assert not loaded.load(**config)


def test_lost_staging_is_made_again(loaded: Loads) -> None:
    counted = "SELECT sum(rows_read), sum(rows_accepted) FROM marts.fact_submission"
    rows = loaded.rows(counted)
    shutil.rmtree(loaded.workspace.staging)
    assert loaded.load()
    assert "staging" in loaded.messages("load_new")
    assert loaded.rows(counted) == rows
    database = open_database(Settings.from_environment().database_url)
    for file in ("typed/class", "outcomes/student", "findings", "reconciliation"):
        [path] = (loaded.workspace.staging / file).rglob("*.parquet")
        kept = path.rename(path.with_suffix(".kept"))
        assert len(lost_validated_parts(Settings.from_environment(), database)) == 1
        kept.rename(path)
    shutil.rmtree(loaded.workspace.staging / "typed")
    for path in loaded.workspace.staging.glob("l*/*/*/*.parquet"):  # links and later findings
        path.write_bytes(path.read_bytes()[:100])
    assert loaded.load(everything=True)
    assert lost_validated_parts(Settings.from_environment(), database) == []
    assert list(loaded.workspace.staging.glob("typed/student/*/*/*.parquet"))
    assert loaded.rows(counted) == rows


def test_a_failing_partition_is_told_and_the_rest_is_published(loaded: Loads, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_settings: object, _database: object, partition: Partition, progress: object) -> None:
        raise StorageError("storage.staging", path=partition, error="the disk is full")

    monkeypatch.setattr(assets.intake, "read_partition", fail)
    assert not loaded.load(everything=True)
    told = loaded.messages("load_new")
    assert "the disk is full" in told and "StorageError" not in told
    [publication] = loaded.instance.get_runs(dg.RunsFilter(job_name="publish"), limit=1)
    assert publication.is_success


def test_corrections_act_and_a_stale_one_keeps_the_release_back(loaded: Loads) -> None:
    """A birth date as it stands, and the name of a class that is not there."""
    batch = next(loaded.workspace.staging.glob("raw/student/*/*/*.parquet"))
    [learner] = pq.read_table(batch, columns=["school_code", "local_code", "birth_date"]).slice(7, 1).to_pylist()
    said = {"period": SAMPLE_PERIOD, "sender_code": learner["school_code"], "dataset": "student", "field": "birth_date"}
    said |= {"key_field": "local_code", "old_value": learner["birth_date"], "new_value": "05/03/2015"}
    said |= {"reason": "Theo giấy khai sinh", "person": "Lê Thị Hoa", "date": "2025-11-03"}
    path = loaded.workspace.corrections / "2025.csv"
    columns = (SHARED / "corrections.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerow(said | {"key_value": learner["local_code"]})
        writer.writerow(
            said | {"dataset": "class", "field": "class_name", "key_field": "class_code", "key_value": "X9"}
        )
    release = loaded.rows("SELECT release_id FROM csdl.release")
    assert not loaded.load()
    assert loaded.metadata("findings")["Ô được hiệu chỉnh"] == 1
    assert "2025.csv:3" in loaded.messages("publish") and "X9" in loaded.messages("publish")
    assert loaded.rows("SELECT release_id FROM csdl.release") == release
    path.unlink()


def test_rows_that_break_a_contract_are_told_and_not_published(loaded: Loads) -> None:
    assert loaded.load()
    release = loaded.rows("SELECT release_id FROM csdl.release")
    with other_codes("sex", "01"):
        assert not loaded.load(everything=True)
    assert "Học sinh" in (told := loaded.messages("load_new")) and "sex_code" in told
    assert loaded.rows("SELECT release_id FROM csdl.release") == release


@pytest.mark.parametrize("work", ["", "SELECT count(*) FROM range(1000000000000)"])
def test_a_load_that_is_stopped_does_nothing_more(loaded: Loads, monkeypatch: pytest.MonkeyPatch, work: str) -> None:
    def stop(*_: object, **__: object) -> None:
        Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        if work:
            duckdb.execute(work)
        time.sleep(60)

    monkeypatch.setattr(assets.intake, "read_partition", stop)
    before = loaded.runs("publish")
    assert not loaded.load(everything=True)
    assert loaded.runs("publish") == before
    assert f"{PARTITION}: bị dừng giữa chừng" in loaded.messages("load_new")


def test_who_waits_for_another_load_is_told(loaded: Loads) -> None:
    held = hold(loaded.workspace.dagster / "load.lock")
    Timer(1, held.close).start()
    assert loaded.load()
    assert "Một lần nạp khác đang chạy" in loaded.messages("load_new")
