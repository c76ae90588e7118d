"""Publishes one change after the other until it is killed: ``python -m tests.publication.publish_forever HOME``."""

import sys
from itertools import count
from pathlib import Path

from pipelines.publication import publish as publishing
from tests.marts.sample import finding, sample
from tests.publication.conftest import QuickPlausibility


def main(home: Path) -> None:
    publishing.PlausibilityAudit = QuickPlausibility  # type: ignore[misc,assignment]
    staged = sample(home)
    for n in count():
        print(publishing.publish(staged.settings, staged.database).release_id, flush=True)
        # Each release has one finding more than the one before it.
        staged.findings.append(finding(excel_row=100 + n))
        staged.write(part=f"p{n + 2}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
