"""Identity of one partition: every accepted row of a learner or member of staff gets its person, or waits."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.identity.absentees import bind_earlier
from pipelines.identity.claims import record_claims
from pipelines.identity.decisions import bind_decisions
from pipelines.identity.kinds import LEARNER, STAFF, Kind
from pipelines.identity.links import LINKS, write_links
from pipelines.identity.matching import hold_unknown_ids, match_rows
from pipelines.identity.numbers import issue_ids
from pipelines.identity.register import Register
from pipelines.identity.statements import statement
from pipelines.identity.strategies import load_strategies
from pipelines.identity.waiting import fulfil_requests, last_request
from pipelines.in_force import bind_in_force
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging
from pipelines.state.database import bulk
from schemas.arrow import typed_schema
from schemas.catalogue import load_catalogue


@dataclass(frozen=True, slots=True)
class IdentitySummary:
    """How many rows in force there are of each outcome: known, matched, new, review, conflict."""

    learners: dict[str, int]
    staff: dict[str, int]


def identify_partition(settings: Settings, database: Database, partition: Partition) -> IdentitySummary:
    """Link the accepted rows in force of a partition to persons of the registers, and write ``staging/links/``.

    Rows that are linked stay as they are; the others are matched with the register and among each other, and who is
    left over enters the register: with the id claimed, if nobody else claims it, or a new one. Keys and ids follow from
    what the rows say, not from their order. Each kind is one transaction, during which other runs wait; the links file
    follows what is stored, so that a run that died in between is completed by the next. Raises RegisterError when
    a province has no ids left.
    """
    requested = last_request(database, partition)
    summary = IdentitySummary(
        learners=_identify(settings, database, partition, LEARNER),
        staff=_identify(settings, database, partition, STAFF),
    )
    if requested is not None:
        fulfil_requests(database, partition, requested)
    return summary


def _identify(settings: Settings, database: Database, partition: Partition, kind: Kind) -> dict[str, int]:
    staging = Staging(settings.workspace.staging)
    path = staging.links(kind.name, partition)
    if not staging.folder("typed", partition, kind.dataset).exists():
        # Nobody ever handed in such rows.
        write_links(LINKS.empty_table(), path)
        return {}
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        engine.execute(statement("macros"))
        _bind_accepted(engine, database, staging, partition, kind)
        bind_earlier(engine, database, staging, partition, kind)
        with bulk(database) as transaction:
            register = Register(transaction, engine, kind, partition)
            register.lock()
            _read_links(engine, path)
            register.bind_superseded()
            register.bind_links()
            engine.execute("CREATE TEMP VIEW unlinked AS SELECT * FROM accepted ANTI JOIN linked USING (row_id)")
            engine.execute(f"CREATE TABLE pending AS {statement(f'{kind.name}_rows')}")
            engine.execute(f"CREATE TEMP VIEW parents AS {statement(f'{kind.name}_parents')}")
            bind_decisions(engine, register)
            match_rows(engine, register, load_strategies(kind.name))
            if kind is LEARNER and partition.province_code in settings.filled_provinces:
                hold_unknown_ids(engine)
            _register_newcomers(engine, register)
            record_claims(engine, register)
            register.bind_links_to_restore()
        _write_links(engine, path)
        engine.bind_parquet("link_in_force", [path])
        outcomes = engine.rows("SELECT outcome, count(*) FROM link_in_force GROUP BY outcome ORDER BY outcome")
        return {str(outcome): int(str(count)) for outcome, count in outcomes}


def _register_newcomers(engine: Engine, register: Register) -> None:
    engine.execute(statement("newcomers"))
    next_serial = issue_ids(engine, register)
    engine.execute(statement("registered"), {"last_key": register.last_key})
    engine.execute(statement("links"))
    engine.execute(f"CREATE TABLE learnt AS {statement('learnt')}")
    register.write(next_serial)


def _read_links(engine: Engine, path: Path) -> None:
    """Table ``link_before``: what the links file says, which another run may replace once the lock is given back."""
    if path.exists():
        engine.bind_parquet("link_file", [path])
    else:
        engine.bind_arrow("link_file", LINKS.empty_table())
    engine.execute("CREATE TABLE link_before AS FROM link_file")


def _write_links(engine: Engine, path: Path) -> None:
    """Bring the links file up to date; a file without a change is only touched."""
    if not path.exists() or engine.value(statement("links_changed")):
        engine.write_parquet(statement("links_in_force"), path)
    else:
        path.touch()


def _bind_accepted(engine: Engine, database: Database, staging: Staging, partition: Partition, kind: Kind) -> None:
    """View ``accepted``: the rows in force that are not rejected."""
    typed = f"typed_{kind.dataset}"
    if not bind_in_force(engine, typed, database, staging, "typed", [partition], kind.dataset):
        columns = typed_schema(load_catalogue().datasets[kind.dataset])
        engine.bind_arrow(typed, columns.append(pa.field("outcome", pa.string())).empty_table())
    engine.execute(f"CREATE TEMP VIEW accepted AS SELECT * FROM {typed} WHERE outcome <> 'rejected'")
