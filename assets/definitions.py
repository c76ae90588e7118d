"""The code location that Dagster loads: everything below put together, nothing defined here."""

import dagster as dg

from assets.automation import landing_sensor, nightly
from assets.comparison import comparison
from assets.feedback import feedback
from assets.identity import links
from assets.intake import raw, submissions
from assets.jobs import compare, identify_partition, load_new, load_partition, publish, receive
from assets.publication import release
from assets.resources import Installation, console
from assets.validation import validated
from assets.verification import verification, verify_nightly, verify_people

defs = dg.Definitions(
    assets=[submissions, raw, validated, comparison, feedback, links, verification, release],
    jobs=[load_new, receive, load_partition, compare, identify_partition, publish, verify_people],
    schedules=[nightly, verify_nightly],
    sensors=[landing_sensor],
    resources={"installation": Installation()},
    loggers={"console": console},
    # The steps have workers of their own; a process per asset would cost 4 s each.
    executor=dg.in_process_executor,
)
