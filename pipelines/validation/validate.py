"""Validating a partition: the senders that changed, from raw rows to findings and typed rows in force."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.decisions.corrections import load_corrections
from pipelines.decisions.in_force import decisions_in_force
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging, parts_in_force
from pipelines.validation.contract import ContractResult, check_contracts
from pipelines.validation.handed_in import changed_senders, read_fingerprints, validated_fingerprints
from pipelines.validation.inputs import is_school_code, read_inputs, rows_submitted, submitted_partitions
from pipelines.validation.outputs import RowCounts, commit_parts, delete_other_parts, written_findings, written_rows
from pipelines.validation.passes import expect_passes, passes_of, share_out
from pipelines.validation.rounds import Rounds
from schemas.catalogue import load_catalogue

# Validating all senders anew folds the parts into as few as can be when so many more have piled up; until then a few changed
# schools cost only themselves.
_MOST_MORE_PARTS = 8


@dataclass(frozen=True, slots=True)
class ValidationSummary:
    """What was done: senders looked at, rows per dataset, findings as (rule_id, severity, count), and what each rule cost.

    ``contracts``: per dataset what the contract of typed rows says of them, where it was asked. If it is broken, nothing came into force.
    """

    senders: int = 0
    rows: dict[str, RowCounts] = field(default_factory=dict)
    findings: list[tuple[str, str, int]] = field(default_factory=list)
    rule_seconds: dict[str, float] = field(default_factory=dict)
    contracts: dict[str, ContractResult] = field(default_factory=dict)

    @property
    def is_in_force(self) -> bool:
        return not any(result.failures for result in self.contracts.values())


def partitions_to_validate(settings: Settings, database: Database) -> list[Partition]:
    """Partitions with senders whose inputs changed since they were last validated, in order."""
    catalogue = load_catalogue()
    corrections = load_corrections(settings.workspace)
    staging = Staging(settings.workspace.staging)
    partitions = []
    for partition in submitted_partitions(database):
        with database.connect() as connection:
            decisions = decisions_in_force(connection, staging, partition, corrections)
            fingerprints = read_fingerprints(connection, catalogue, partition, decisions)
            if changed_senders(fingerprints, validated_fingerprints(connection, partition)):
                partitions.append(partition)
    return partitions


def validate_partition(
    settings: Settings,
    database: Database,
    partition: Partition,
    *,
    everything: bool = False,
    unasked: frozenset[str] = frozenset(),
    under_contract: bool = False,
) -> ValidationSummary:
    """Validate the senders of a partition whose inputs changed (all of them with ``everything``), but for the rules ``unasked``.

    Each pass writes one part of typed rows, outcomes, rejected rows, findings and reconciliation; the schools whose own row was
    accepted are registered. Nothing is in force before the last step, one transaction of the operational database; ``under_contract``:
    only if the rows keep the contract of their datasets. Else these senders are validated again the next time.
    """
    staging = Staging(settings.workspace.staging)
    with database.connect() as connection:
        validated = validated_fingerprints(connection, partition)
        is_whole = everything or not validated
        if is_whole and settings.workers > 1 and passes_of(rows_submitted(connection, partition)) > 1:
            expect_passes()
        catalogue = load_catalogue()
        decisions = decisions_in_force(connection, staging, partition, load_corrections(settings.workspace))
        inputs = read_inputs(connection, catalogue, partition, decisions)
    everybody = sorted(inputs.fingerprints)
    senders = everybody if everything else changed_senders(inputs.fingerprints, validated)
    if not senders:
        return ValidationSummary()
    parts = parts_in_force(database, partition)
    # A department's list is about many schools, so its partition is looked at as a whole.
    are_schools = all(map(is_school_code, everybody))
    if not are_schools or len(parts) >= len(share_out(inputs, everybody)) + _MOST_MORE_PARTS:
        senders = everybody
    # A pass that was killed or broke a contract had the same name; a dataset that is gone since would count with this one's rows.
    delete_other_parts(staging, catalogue, partition, parts)
    first = max((int(name) for name in parts), default=0) + 1
    rounds = Rounds(settings, database, partition, unasked, count(first))
    standing = rounds.run(inputs, senders)
    written = {part: of_part for part, of_part in rounds.parts.items() if of_part}
    contracts = check_contracts(staging, catalogue, partition, list(written)) if under_contract else {}
    seconds: defaultdict[str, float] = defaultdict(float)
    for rule_id, cost in (item for result in rounds.results for item in result.rule_seconds.items()):
        seconds[rule_id] += cost
    summary = ValidationSummary(
        len(senders),
        written_rows(staging, partition, written),
        written_findings(staging, partition, written),
        dict(seconds),
        contracts,
    )
    if summary.is_in_force:
        schools = _once(pa.concat_tables([result.schools for result in rounds.results]))
        commit_parts(database, catalogue, staging, partition, inputs, written, schools, standing)
    return summary


def _once(schools: pa.Table) -> pa.Table:
    """The schools that passes made known; where two did, the first says what is known."""
    names = [name for name in schools.column_names if name != "school_code"]
    first = schools.group_by("school_code", use_threads=False).aggregate([(name, "first") for name in names])
    return first.rename_columns(["school_code", *names])
