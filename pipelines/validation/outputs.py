"""What a pass leaves: outcomes, findings, reconciliation; and the transaction that puts parts in force."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
from sqlalchemy import Engine as Database
from sqlalchemy import delete, insert, select

from pipelines.decisions.in_force import decide_findings
from pipelines.engine import Engine, quote_identifier, quote_text
from pipelines.staging import DATASET_KINDS, PARTITION_KINDS, Partition, Staging
from pipelines.state.models import School, ValidatedSender
from pipelines.validation.handed_in import fingerprints_now
from pipelines.validation.inputs import Inputs
from pipelines.validation.messages import tell_findings
from pipelines.validation.sql import statement
from schemas.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class RowCounts:
    """Rows of one dataset: read = accepted + queried + rejected."""

    read: int
    accepted: int
    queried: int
    rejected: int

    def __add__(self, other: "RowCounts") -> "RowCounts":
        return RowCounts(
            self.read + other.read,
            self.accepted + other.accepted,
            self.queried + other.queried,
            self.rejected + other.rejected,
        )


def write_outputs(
    engine: Engine, catalogue: Catalogue, staging: Staging, partition: Partition, part: str
) -> tuple[dict[str, RowCounts], list[tuple[str, str, int]]]:
    """Write the files of a pass (typed rows are written already); answers rows per dataset and findings per rule."""
    tell_findings(engine, catalogue)
    # Those that some sheet has.
    names = [name for name in catalogue.datasets if staging.part("typed", partition, part, name).exists()]
    union = " UNION ALL ".join(f"SELECT row_id, school_code, sender_code FROM {quote_identifier(n)}" for n in names)
    nothing = "SELECT NULL::BIGINT AS row_id, NULL::VARCHAR AS school_code, NULL::VARCHAR AS sender_code WHERE FALSE"
    engine.execute(f"CREATE TEMP VIEW typed_row AS {union or nothing}")
    engine.execute(
        "CREATE TEMP TABLE school_of_row AS "
        "SELECT row_id, any_value(school_code) AS school_code FROM typed_row SEMI JOIN finding USING (row_id) GROUP BY row_id"
    )
    engine.execute(statement("placed_finding"))
    decide_findings(engine)
    engine.execute(statement("consequence"))
    engine.execute(statement("outcome"))
    for name in names:
        typed = quote_identifier(name)
        engine.write_parquet(
            f"SELECT t.row_id, t.sender_code, o.outcome, o.rule_ids FROM row_outcome AS o JOIN {typed} AS t USING (row_id) ORDER BY row_id",
            staging.part("outcomes", partition, part, name),
        )
    period = quote_text(partition.period)
    for kind in PARTITION_KINDS:
        select_statement = statement(kind).replace("$period", period)
        engine.write_parquet(select_statement, staging.part(kind, partition, part))
    path = quote_text(str(staging.part("reconciliation", partition, part)))
    counts = engine.rows(
        "SELECT dataset, sum(rows_read)::BIGINT, sum(rows_accepted)::BIGINT, sum(rows_queried)::BIGINT, "
        f"sum(rows_rejected)::BIGINT FROM read_parquet({path}) GROUP BY dataset"
    )
    by_dataset = {str(row[0]): RowCounts(*(int(str(n)) for n in row[1:])) for row in counts}
    findings = engine.rows(
        "SELECT rule_id, severity, count(*) FROM (SELECT rule_id, severity FROM finding UNION ALL "
        "SELECT rule_id, severity FROM file_finding) GROUP BY rule_id, severity ORDER BY rule_id"
    )
    return (
        {name: by_dataset[name] for name in catalogue.datasets if name in by_dataset},
        [(str(rule), str(severity), int(str(count))) for rule, severity, count in findings],
    )


def commit_parts(
    database: Database,
    catalogue: Catalogue,
    staging: Staging,
    partition: Partition,
    inputs: Inputs,
    parts: Mapping[str, Sequence[str]],
    schools: pa.Table,
) -> None:
    """Put the parts made of ``inputs`` in force for their senders, register schools, and delete the parts that nobody needs any more."""
    part_of = {sender: part for part, senders in parts.items() for sender in senders}
    of_partition = (ValidatedSender.period == partition.period) & (
        ValidatedSender.province_code == partition.province_code
    )
    with database.begin() as connection:
        if schools.num_rows:
            connection.execute(insert(School), schools.to_pylist())
        # Taken after the register has learnt of new schools, so that they do not count as changed again; and of what was validated, not of
        # what came in meanwhile.
        fingerprints = fingerprints_now(connection, inputs.handed_in)
        connection.execute(delete(ValidatedSender).where(of_partition, ValidatedSender.sender_code.in_(part_of)))
        connection.execute(
            insert(ValidatedSender),
            [
                {
                    "period": partition.period,
                    "province_code": partition.province_code,
                    "sender_code": sender,
                    "part": part,
                    "fingerprint": fingerprints[sender],
                }
                for sender, part in part_of.items()
            ],
        )
        in_force = set(connection.scalars(select(ValidatedSender.part).where(of_partition).distinct()))
    delete_other_parts(staging, catalogue, partition, in_force)


def delete_other_parts(staging: Staging, catalogue: Catalogue, partition: Partition, in_force: Container[str]) -> None:
    """Delete the files of parts that are not in force: of earlier ones, and of passes that did not come to their end."""
    folders = [staging.folder(kind, partition, name) for kind in DATASET_KINDS for name in catalogue.datasets]
    folders += [staging.folder(kind, partition) for kind in PARTITION_KINDS]
    for folder in folders:
        for path in folder.glob("*.parquet"):
            if path.stem not in in_force:
                path.unlink()
