"""When and in what order: the Dagster graph over ``pipelines/``.

Assets, checks, partitions, jobs, schedules, sensors and resources, one kind a module. No transformation happens here:
an asset calls one step of ``pipelines/`` and tells what came of it.
"""
