"""The partitions of the graph: period × province, and their translation to those of ``pipelines``.

Both come into being with their first submission: the page offers what exists, and a period before July 2025 has the
provinces of its time.
"""

import dagster as dg
from sqlalchemy import Engine as Database

from pipelines.staging import Partition
from pipelines.validation.inputs import submitted_partitions

PERIODS = dg.DynamicPartitionsDefinition(name="period")
PARTITIONS = dg.MultiPartitionsDefinition(
    {"period": PERIODS, "province": dg.DynamicPartitionsDefinition(name="province")}
)


def partition_key(partition: Partition) -> dg.MultiPartitionKey:
    return dg.MultiPartitionKey({"period": partition.period, "province": partition.province_code})


def partition_of(context: dg.AssetExecutionContext) -> Partition:
    """The partition that a run works on."""
    key = context.partition_key
    assert isinstance(key, dg.MultiPartitionKey)
    return Partition(key.keys_by_dimension["period"], key.keys_by_dimension["province"])


def register_partitions(instance: dg.DagsterInstance, database: Database) -> None:
    """Tell Dagster of every period and province for which something was submitted."""
    submitted = submitted_partitions(database)
    instance.add_dynamic_partitions("period", sorted({partition.period for partition in submitted}))
    instance.add_dynamic_partitions("province", sorted({partition.province_code for partition in submitted}))
