"""The registers that rules look into: schools, learners, staff."""

from dataclasses import dataclass

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.engine import Engine, quote_identifier
from pipelines.staging import Partition
from pipelines.state.database import Bulk, bulk
from pipelines.validation.sql import statement

# Up to this many persons for each row, reading the whole register is faster than looking each row up.
_READ_WHOLE = 4


@dataclass(frozen=True, slots=True)
class _Persons:
    """A register of persons: the table that rules read, the one it comes from, and what its rows call themselves."""

    name: str
    table: str
    dataset: str
    given_id: str
    mother_name: str


_REGISTERS = (
    _Persons("learner_register", "learner", "student", "learner_id", "p.folded_mother_name"),
    _Persons("staff_register", "staff_member", "staff", "staff_code", "''"),
)


def bind_schools(engine: Engine, database: Database) -> None:
    """Make table register: the schools that are known."""
    with bulk(database) as transaction:
        engine.bind_arrow("stored_register", transaction.read_texts(statement("register/schools")))
    engine.execute("CREATE TABLE register AS SELECT * FROM stored_register")


def bind_persons(engine: Engine, database: Database) -> None:
    """Make tables learner_register and staff_register: the persons whom rows of the pass could be, by a number or a name.

    The typed rows must be there.
    """
    with bulk(database) as transaction:
        for register in _REGISTERS:
            engine.bind_arrow(register.name, _read_persons(engine, transaction, register))


def _read_persons(engine: Engine, transaction: Bulk, register: _Persons) -> pa.Table:
    names = {"table": register.table, "mother_name": register.mother_name}
    persons = statement("register/persons").format(**names)
    rows = int(str(engine.value(f"SELECT count(*) FROM {quote_identifier(register.dataset)}")))
    [last] = transaction.read(f"SELECT coalesce(max(person_key), 0) AS person_key FROM {register.table}").to_pylist()
    if int(last["person_key"]) <= _READ_WHOLE * rows:
        return transaction.read_texts(persons)
    wanted = statement("wanted_persons").format(dataset=register.dataset, given_id=register.given_id)
    lent = f"wanted_{register.table}"
    transaction.lend(lent, engine.arrow(wanted))
    return transaction.read_texts(persons + statement("register/wanted").format(wanted=lent, **names))


def register_schools(engine: Engine, partition: Partition) -> pa.Table:
    """The schools that this pass made known: rows of table school."""
    return engine.arrow("SELECT * FROM register ANTI JOIN stored_register USING (school_code) ORDER BY school_code")
