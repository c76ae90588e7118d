"""What a pass leaves: outcomes, findings, reconciliation; and the transaction that puts parts in force."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import Engine as Database
from sqlalchemy import delete, insert, select

from pipelines.decisions.in_force import decide_findings
from pipelines.engine import Engine, quote_text
from pipelines.intake.rereading import portions
from pipelines.staging import DATASET_KINDS, PARTITION_KINDS, Partition, Staging
from pipelines.state.models import School, StandingSheet, ValidatedSender
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


def write_outputs(engine: Engine, catalogue: Catalogue, staging: Staging, partition: Partition, part: str) -> None:
    """Write the files of a pass (typed rows are written already)."""
    tell_findings(engine, catalogue)
    # Those that some sheet has.
    paths = {name: staging.part("typed", partition, part, name) for name in catalogue.datasets}
    typed = {name: f"read_parquet({quote_text(str(path))})" for name, path in paths.items() if path.exists()}
    union = " UNION ALL ".join(f"SELECT row_id, school_code, sender_code FROM {rows}" for rows in typed.values())
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
    for name, rows in typed.items():
        engine.write_parquet(
            f"SELECT t.row_id, t.sender_code, o.outcome, o.rule_ids FROM row_outcome AS o JOIN {rows} AS t USING (row_id) ORDER BY row_id",
            staging.part("outcomes", partition, part, name),
        )
    period = quote_text(partition.period)
    for kind in PARTITION_KINDS:
        select_statement = statement(kind).replace("$period", period)
        engine.write_parquet(select_statement, staging.part(kind, partition, part))


def kept_out_sheets(engine: Engine) -> frozenset[int]:
    """The sheets that are kept out as a whole for what they are, whatever stands in their rows and in other sheets."""
    rows = engine.rows("SELECT sheet_id FROM kept_out_sheet")
    return frozenset(int(str(sheet_id)) for (sheet_id,) in rows)


def spoiled_rows(engine: Engine) -> pa.Table:
    """The rows (row_id, sender_code) that have values of earlier submissions and an error of their own."""
    return engine.arrow(statement("spoiled_rows"))


def written_rows(staging: Staging, partition: Partition, parts: Mapping[str, Sequence[str]]) -> dict[str, RowCounts]:
    """Dataset → the rows of some senders in parts that were written."""
    names = ("rows_read", "rows_accepted", "rows_queried", "rows_rejected")
    counted = _written(staging, partition, "reconciliation", parts, ["dataset", *names])
    sums = counted.group_by("dataset", use_threads=False).aggregate([(name, "sum") for name in names])
    return {row["dataset"]: RowCounts(*(row[f"{name}_sum"] for name in names)) for row in sums.to_pylist()}


def written_findings(
    staging: Staging, partition: Partition, parts: Mapping[str, Sequence[str]]
) -> list[tuple[str, str, int]]:
    """The findings of some senders in parts that were written, as (rule_id, severity, count), by rule."""
    found = _written(staging, partition, "findings", parts, ["rule_id", "severity"])
    counts = found.group_by(["rule_id", "severity"], use_threads=False).aggregate([([], "count_all")])
    return sorted((row["rule_id"], row["severity"], row["count_all"]) for row in counts.to_pylist())


def _written(
    staging: Staging, partition: Partition, kind: str, parts: Mapping[str, Sequence[str]], columns: list[str]
) -> pa.Table:
    of_parts = []
    for part, senders in parts.items():
        table = pq.read_table(staging.part(kind, partition, part), columns=[*columns, "sender_code"])
        of_parts.append(table.filter(pc.is_in(table["sender_code"], pa.array(senders, pa.string()))))
    return pa.concat_tables(of_parts)


def commit_parts(
    database: Database,
    catalogue: Catalogue,
    staging: Staging,
    partition: Partition,
    inputs: Inputs,
    parts: Mapping[str, Sequence[str]],
    schools: pa.Table,
    standing: Sequence[int],
) -> None:
    """Put the parts made of ``inputs`` in force for their senders, register schools, and delete the parts that nobody needs any more.

    ``standing``: the sheets of earlier submissions that are in force in these parts.
    """
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
        earlier = {int(str(i)) for i in inputs.of(list(part_of)).earlier["sheet_id"].to_pylist()}
        gone = earlier.intersection(connection.scalars(select(StandingSheet.sheet_id))).difference(standing)
        for some in portions(sorted(gone)):
            connection.execute(delete(StandingSheet).where(StandingSheet.sheet_id.in_(some)))
        known = set(connection.scalars(select(StandingSheet.sheet_id)))
        if new := [{"sheet_id": sheet_id} for sheet_id in standing if sheet_id not in known]:
            connection.execute(insert(StandingSheet), new)
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
