"""What launches ``load_new`` by itself: the nightly schedule and the landing sensor.

Both are off until an officer switches them on.
"""

import hashlib
import json
import warnings
from pathlib import Path

import dagster as dg

from assets.jobs import load_new
from assets.language import texts
from pipelines.intake.landing import scan_landing
from pipelines.settings import Settings

# Dagster warns of a parameter that its own decorator passes on.
warnings.filterwarnings("ignore", message="Parameter `owners`", category=dg.BetaWarning)

nightly = dg.ScheduleDefinition(
    name="nightly",
    job=load_new,
    cron_schedule="0 1 * * *",
    execution_timezone="Asia/Ho_Chi_Minh",
    description=texts("schedule.nightly"),
)


def landing_state(landing: Path) -> str:
    """A fingerprint of the landing tree: paths, sizes and times of its files; empty while there is none."""
    entries = list(scan_landing(landing))
    return hashlib.sha256(repr(entries).encode()).hexdigest()[:16] if entries else ""


@dg.sensor(job=load_new, minimum_interval_seconds=60, description=texts("sensor.landing"))
def landing_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Launch once for each state of the tree that outlasts a minute, so not while files are being copied."""
    cursor = json.loads(context.cursor or '{"seen": "", "loaded": ""}')
    state = landing_state(Settings.from_environment().workspace.landing)
    requests = []
    if state == cursor["seen"] != cursor["loaded"]:
        requests = [dg.RunRequest(run_key=state)]
        cursor["loaded"] = state
    cursor["seen"] = state
    return dg.SensorResult(run_requests=requests, cursor=json.dumps(cursor))
