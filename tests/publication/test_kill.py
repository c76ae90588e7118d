"""kill -9 at any moment of a publication leaves a whole release in force."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.publication.manifest import _sha256
from pipelines.publication.releases import list_releases, open_release, show_release
from tests.marts.staged import Staged


@pytest.mark.parametrize("moment", [random.Random(n).uniform(0.0, 2.5) for n in range(3)])
def test_a_killed_publication_leaves_a_whole_release(tmp_path: Path, moment: float) -> None:
    command = [sys.executable, "-m", "tests.publication.publish_forever", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline()
        time.sleep(moment)
        process.kill()
        finished = 1 + len(process.stdout.read().split())
    staged = Staged(tmp_path)
    with open_release(staged.settings) as reader:
        [(release_id,)] = reader.execute("SELECT release_id FROM csdl.release").fetchall()
        [(findings,)] = reader.execute("SELECT count(*) FROM marts.fact_finding").fetchall()
    # The last one that was told, or the one that was switched to just before the kill.
    assert findings in (1 + finished, 2 + finished)
    manifest = show_release(staged.settings, release_id)
    assert manifest.marts["fact_finding"].rows == findings
    for table, file in manifest.marts.items():
        path = staged.settings.workspace.releases / release_id / "marts" / f"{table}.parquet"
        assert _sha256(path) == file.sha256
    assert release_id in {release.release_id for release in list_releases(staged.settings, staged.database)}
