"""The installation a command works on: its settings and database, and its Dagster instance."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine as Database

    from pipelines.settings import Settings

PROJECT = Path(__file__).parent.parent


def open_installation() -> "tuple[Settings, Database]":
    """Settings of the environment, the workspace made, its operational database migrated."""
    from pipelines.settings import Settings
    from pipelines.state.database import open_database
    from pipelines.state.installation import check_installation

    settings = Settings.from_environment()
    settings.workspace.create()
    database = open_database(settings.database_url)
    check_installation(settings, database)
    return settings, database


def prepare_dagster() -> Path:
    """Put ``dagster.yaml`` in place and point DAGSTER_HOME there, for this process and those it starts."""
    from pipelines.settings import Settings

    workspace = Settings.from_environment().workspace
    workspace.create()
    shutil.copyfile(PROJECT / "dagster.yaml", workspace.dagster / "dagster.yaml")
    os.environ["CSDL_HOME"] = str(workspace.home)
    os.environ["DAGSTER_HOME"] = str(workspace.dagster)
    return workspace.dagster


@dataclass(frozen=True, slots=True)
class Load:
    """How a load ended; ``refused_paths``: how many paths of the landing it did not take."""

    has_passed: bool
    was_stopped: bool
    refused_paths: int


def launch_load(*, periods: "Sequence[str]" = (), provinces: "Sequence[str]" = (), everything: bool = False) -> Load:
    """Run job ``load_new`` in this process, as the page does in one of its own."""
    prepare_dagster()
    import dagster as dg

    from assets.definitions import defs
    from assets.intake import refused_paths
    from assets.resources import PLAIN_LOG
    from assets.runs import OF_THIS_LOCATION, was_stopped

    config = {"periods": list(periods), "provinces": list(provinces), "everything": everything}
    with dg.DagsterInstance.get() as instance:
        result = defs.resolve_job_def("load_new").execute_in_process(
            instance=instance,
            run_config={**PLAIN_LOG, "ops": {"load": {"config": config}}},
            tags=OF_THIS_LOCATION,
            raise_on_error=False,
        )
        return Load(result.success, was_stopped(result), refused_paths(instance))
