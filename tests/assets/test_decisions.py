"""What people decide acts in the next load: seen through job ``load_new``, the program and the release."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pyarrow.parquet as pq
import pytest

from pipelines.settings import Workspace
from tests.assets.test_load import Loads
from tests.cli.conftest import Csdl
from tests.conftest import SAMPLE_PERIOD

_COLUMNS = (
    "period", "sender_code", "dataset", "key_field", "key_value", "file", "sheet", "row", "field", "old_value",
    "new_value", "reason", "person", "date",
)  # fmt: skip


@pytest.fixture(scope="module")
def csdl(sample_tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Csdl]:
    """A workspace into which one school handed in."""
    home = tmp_path_factory.mktemp("decisions")
    school = sorted((sample_tree / SAMPLE_PERIOD).iterdir())[0]
    shutil.copytree(school, home / "landing" / SAMPLE_PERIOD / school.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSDL_HOME", str(home))
        yield Csdl(home)


@pytest.fixture(scope="module")
def loads(csdl: Csdl) -> Iterator[Loads]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield Loads(Workspace(csdl.home), instance)


def messages(loads: Loads, job: str) -> str:
    """What the last run of a job logged."""
    [run] = loads.instance.get_runs(dg.RunsFilter(job_name=job), limit=1)
    return "\n".join(entry.user_message or "" for entry in loads.instance.all_logs(run.run_id))


def manifest(csdl: Csdl) -> dict[str, object]:
    [release] = [r for r in json.loads(csdl("releases", "list", "--json").stdout) if r["is_current"]]
    told: dict[str, object] = json.loads(csdl("releases", "show", release["release_id"], "--json").stdout)
    return told


def correct(csdl: Csdl, **said: str) -> None:
    """Write one correction of a learner's birth date into the workspace."""
    [school] = (csdl.home / "landing" / SAMPLE_PERIOD).iterdir()
    usual = {"period": SAMPLE_PERIOD, "sender_code": school.name, "dataset": "student", "field": "birth_date"}
    usual |= {"new_value": "05/03/2015", "reason": "Theo giấy khai sinh", "person": "Lê Thị Hoa", "date": "2025-11-03"}
    path = Workspace(csdl.home).corrections / "2025.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS, restval="")
        writer.writeheader()
        writer.writerow(usual | said)


def test_a_stale_correction_keeps_the_release_back_and_a_true_one_enters_it(csdl: Csdl, loads: Loads) -> None:
    correct(csdl, file="hoc_sinh.xlsx", sheet="Học sinh", row="99999", old_value="?")
    assert not loads.load()
    assert "2025.csv:2" in messages(loads, "publish") and "99999" in messages(loads, "publish")
    assert json.loads(csdl("releases", "list", "--json").stdout) == []

    [batch] = loads.workspace.staging.glob("raw/student/*/*/*.parquet")
    row = pq.read_table(batch, columns=["local_code", "birth_date"]).slice(7, 1).to_pylist()[0]
    correct(csdl, key_field="local_code", key_value=row["local_code"], old_value="?")
    answer = csdl("corrections", "check")
    assert answer.exit_code == 1
    assert row["local_code"] in answer.stderr and row["birth_date"] in answer.stderr

    correct(csdl, key_field="local_code", key_value=row["local_code"], old_value=row["birth_date"])
    assert csdl("corrections", "check").exit_code == 0
    assert [one["state"] for one in json.loads(csdl("corrections", "list", "--json").stdout)] == ["applied"]
    assert loads.load()
    assert loads.metadata("findings")["Ô được hiệu chỉnh"] == 1
    assert manifest(csdl)["corrected_cells"] == 1
    assert loads.rows("SELECT field, value FROM marts.fact_finding WHERE rule_id = 'COR001'") == [("birth_date", None)]
    [page] = loads.workspace.feedback.glob(f"{SAMPLE_PERIOD}/*/*/ket_qua.html")
    assert "Lê Thị Hoa" in page.read_text(encoding="utf-8")
