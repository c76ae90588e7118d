"""Whether the corrections still find their cells, asked of what is in force now."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection
from sqlalchemy import Engine as Database

from pipelines.decisions.corrections import Correction, load_corrections
from pipelines.decisions.in_force import decisions_in_force
from pipelines.engine import Engine
from pipelines.in_force import bind_in_force
from pipelines.intake.senders import Senders
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging, validated_partitions
from pipelines.texts import Texts, chosen_language
from pipelines.validation.corrections import bind_corrections, match_corrections
from pipelines.validation.inputs import Inputs, read_validated_inputs
from pipelines.validation.mended_cells import note_mended_cells
from pipelines.validation.outputs import kept_out_sheets
from pipelines.validation.raw_view import bind_raw_view, raw_name
from pipelines.validation.resubmissions import Donors, donors_of
from pipelines.validation.sql import statement
from schemas.catalogue import load_catalogue

# What a pass knows by its decisions, the findings in force say of themselves.
_STANDING_ERROR = """
CREATE TEMP VIEW standing_error AS
SELECT row_id, rule_id
FROM finding_in_force
WHERE severity = 'error' AND status <> 'waived'
"""


@dataclass(frozen=True, slots=True)
class CheckedCorrection:
    """A correction and what becomes of it. ``said``: what its cell says now.

    ``state``: applied; done (the cell says the new value already: the sender mended it); waiting (nothing of its period and
    province is loaded yet); or stale: unsent (its sender has nothing in force), absent (no such row or column), ambiguous
    (several rows), changed (the cell says something else), repeated (another one corrects the same cell).
    """

    correction: Correction
    state: str
    said: str

    @property
    def is_stale(self) -> bool:
        return self.state not in ("applied", "done", "waiting")

    @property
    def problem(self) -> str:
        """What is wrong with a stale one, or why one is done, in the chosen language."""
        c = self.correction
        where = {"sender": c.sender_code, "dataset": c.dataset, "field": c.field, "period": c.period}
        row = f"{c.key_field} = {c.key_value}" if c.key_field else f"{c.file} {c.sheet} {c.excel_row}"
        said = {"said": self.said, "old": c.old_value, "new": c.new_value}
        texts = Texts(Path(__file__).with_name("texts.csv"), chosen_language())
        return texts(f"correction.{self.state}", place=c.place, row=row, **where, **said)


def check_corrections(settings: Settings, database: Database) -> list[CheckedCorrection]:
    """Look for the cell of every correction, in the order in which they are written; raises CorrectionError."""
    corrections = load_corrections(settings.workspace)
    if not corrections:
        return []
    loaded = set(validated_partitions(database))
    checked: list[CheckedCorrection] = []
    with database.connect() as connection:
        for partition, some in _by_partition(connection, corrections).items():
            if partition in loaded:
                checked += _check(settings, database, connection, partition, some)
            else:
                checked += [CheckedCorrection(correction, "waiting", "") for correction in some]
    order = {correction.place: number for number, correction in enumerate(corrections)}
    return sorted(checked, key=lambda one: order[one.correction.place])


def _by_partition(
    connection: Connection, corrections: Sequence[Correction]
) -> dict[Partition | None, list[Correction]]:
    """None: the sender's code belongs to no province, so nothing of it can be loaded."""
    catalogue = load_catalogue()
    senders = {
        period: Senders(connection, catalogue, Period.parse(period).census_date)
        for period in {correction.period for correction in corrections}
    }
    groups: dict[Partition | None, list[Correction]] = defaultdict(list)
    for correction in corrections:
        province = senders[correction.period].province_code(correction.sender_code)
        groups[Partition(correction.period, province) if province else None].append(correction)
    return groups


def _check(
    settings: Settings,
    database: Database,
    connection: Connection,
    partition: Partition,
    corrections: Sequence[Correction],
) -> Iterator[CheckedCorrection]:
    catalogue, staging = load_catalogue(), Staging(settings.workspace.staging)
    inputs = read_validated_inputs(
        connection, catalogue, partition, decisions_in_force(connection, staging, partition, corrections)
    )
    inputs_of_senders = inputs.of(sorted({c.sender_code for c in corrections} & inputs.fingerprints.keys()))
    kept_out = _kept_out(settings, database, staging, partition)
    found = _matches(settings, staging, partition, inputs_of_senders.sheets, corrections, kept_out)
    donors = donors_of(connection, inputs_of_senders)
    for number, correction in enumerate(corrections):
        state, said = found.get(number, ("absent", None))
        # A sheet without the column says as little as a blank cell.
        if (
            said is None
            and state in ("absent", "changed")
            and (sheets := _where_it_stays(inputs_of_senders, donors, correction))
        ):
            state, said = _matches(settings, staging, partition, sheets, [correction], ()).get(0, (state, said))
        if state == "absent" and correction.sender_code not in inputs.fingerprints:
            state = "unsent"
        yield CheckedCorrection(correction, str(state), str(said or ""))


def _kept_out(settings: Settings, database: Database, staging: Staging, partition: Partition) -> frozenset[int]:
    """The sheets that were kept out as a whole when they were last validated."""
    with Engine(settings.workspace.temporary, settings.engine_memory, 1) as engine:
        if not bind_in_force(engine, "finding_in_force", database, staging, "findings", [partition]):
            return frozenset()
        engine.execute(_STANDING_ERROR)
        engine.execute(statement("kept_out_sheet"))
        return kept_out_sheets(engine)


def _matches(
    settings: Settings,
    staging: Staging,
    partition: Partition,
    sheets: pa.Table,
    corrections: Sequence[Correction],
    kept_out: Collection[int],
) -> dict[int, tuple[object, ...]]:
    """Place of a correction in its list → its state, and what its cell in these sheets says."""
    with Engine(settings.workspace.temporary, settings.engine_memory, 1) as engine:
        engine.bind_arrow("sheet", sheets)
        bind_corrections(engine, corrections, kept_out)
        for dataset in sorted({correction.dataset for correction in corrections}):
            if bind_raw_view(engine, staging, partition, dataset).num_rows:
                columns = engine.arrow(f"SELECT * FROM {raw_name(dataset)} LIMIT 0").column_names
                match_corrections(engine, dataset, frozenset(columns))
        note_mended_cells(engine, load_catalogue(), Period.parse(partition.period))
        rows = engine.rows("SELECT correction_id, state, said FROM correction_match")
    return {int(str(number)): tuple(said) for number, *said in rows}


def _where_it_stays(inputs: Inputs, donors: Donors, correction: Correction) -> pa.Table | None:
    """The sheets from which a corrected value stays, where those in force have no such column; None where they have."""
    of_list = (pc.field("sender_code") == correction.sender_code) & (pc.field("dataset") == correction.dataset)
    fields = {row["sheet_id"]: set(row["fields"]) for row in donors.fields.to_pylist()}
    in_force = inputs.sheets.filter(of_list)["sheet_id"].to_pylist()
    if not any(correction.field not in fields.get(sheet_id, {correction.field}) for sheet_id in in_force):
        return None
    having = [sheet_id for sheet_id, its in fields.items() if correction.field in its]
    earlier = inputs.earlier.filter(of_list & pc.field("sheet_id").isin(having))
    return earlier if earlier.num_rows else None
