"""Dagster's storage with databases that stay open: what it writes, who else can read it, and when the page hears of it."""

import queue
from pathlib import Path

import dagster as dg
from dagster._core.events.log import EventLogEntry

from assets.storage import _MOST_OPEN, OpenDatabases

KEY = dg.AssetKey("things")


@dg.asset(name="things", check_specs=[dg.AssetCheckSpec("are_well", asset="things")])
def things() -> dg.MaterializeResult:  # with a type argument Dagster takes result and check for two outputs
    return dg.MaterializeResult(check_results=[dg.AssetCheckResult(passed=True)])


def load(instance: dg.DagsterInstance) -> str:
    return dg.materialize([things], instance=instance).run_id


def logs(home: Path) -> set[str]:
    """Databases that somebody has open: what was written last stands in a log beside them."""
    return {path.name.removesuffix("-wal") for path in home.glob("history/**/*.db-wal")}


def test_an_installation_keeps_its_databases_open(home: Path) -> None:
    with dg.DagsterInstance.get() as instance:
        run = load(instance)
        assert logs(home) == {"index.db", "runs.db", f"{run}.db"}
    assert logs(home) == set()


def test_dagsters_own_storage_reads_what_it_wrote(home: Path, instance: dg.DagsterInstance) -> None:
    run = load(instance)
    events = [entry.dagster_event_type for entry in instance.all_logs(run)]
    (home / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    with dg.DagsterInstance.get() as other:
        assert [entry.dagster_event_type for entry in other.all_logs(run)] == events
        assert other.get_latest_materialization_event(KEY)
        second = load(other)
    assert instance.get_run_by_id(second)
    assert len(instance.fetch_materializations(KEY, limit=5).records) == 2


def test_the_page_hears_of_events_while_the_run_has_its_database_open(instance: dg.DagsterInstance) -> None:
    told: queue.Queue[EventLogEntry] = queue.Queue()
    run = load(instance)
    with dg.DagsterInstance.get() as page:
        page.watch_event_logs(run, None, lambda event, _cursor: told.put(event))
        run_then = instance.get_run_by_id(run)
        assert run_then
        instance.report_engine_event("what happens now", run_then)
        heard = told.get(timeout=10)
        assert heard.run_id == run


def test_few_databases_are_open_at_a_time(tmp_path: Path) -> None:
    databases = OpenDatabases()
    urls = [f"sqlite:///{tmp_path / str(n)}.db" for n in range(_MOST_OPEN + 1)]
    first = databases.engine(urls[0])
    for url in urls:
        databases.engine(url).connect().close()
    assert databases.engine(urls[-1]) is databases.engine(urls[-1])
    assert databases.engine(urls[0]) is not first
