"""What scores of quality are made of, besides the marts: dimensions, rules, what is due when, and when it was received."""

from collections.abc import Sequence

import pyarrow as pa

from pipelines.engine import Engine
from pipelines.periods import Period
from pipelines.state.database import Bulk
from schemas.catalogue import load_catalogue
from schemas.quality import deadline, dimension_of, load_dimensions

# A correction that comes later makes nobody late: the first receipt counts.
_RECEIPTS = """
SELECT
    n.period,
    n.sender_code,
    s.dataset,
    min(n.received_at) AS received_at
FROM submission AS n
JOIN submitted_file AS f ON f.submission_id = n.submission_id
JOIN sheet AS s ON s.file_id = f.file_id
GROUP BY
    n.period,
    n.sender_code,
    s.dataset
"""
_DAYS = """
CREATE OR REPLACE TEMP TABLE first_receipt AS
SELECT
    period,
    sender_code,
    dataset,
    local_day(CAST(received_at AS TIMESTAMP)) AS received_on
FROM receipt_time
"""


def bind_quality(engine: Engine, state: Bulk, periods: Sequence[Period]) -> None:
    """Bind quality_dimension, rule_dimension, due_dataset and first_receipt."""
    engine.bind_arrow("receipt_time", state.read_texts(_RECEIPTS))
    engine.execute(_DAYS)
    engine.bind_arrow("quality_dimension", pa.table({"dimension": [d.name for d in load_dimensions()]}))
    rules = load_catalogue().rules.values()
    engine.bind_arrow(
        "rule_dimension",
        pa.table({"rule_id": [rule.id for rule in rules], "dimension": [dimension_of(rule) for rule in rules]}),
    )
    due = [
        (p, dataset, d.due_date) for p in periods for d in [deadline(p.school_year, p.point)] for dataset in d.datasets
    ]
    engine.bind_arrow(
        "due_dataset",
        pa.table(
            {
                "period": [period.name for period, _, _ in due],
                "dataset": [dataset for _, dataset, _ in due],
                "due_date": [day for _, _, day in due],
            }
        ),
    )
