"""The registers that rules look into: schools, learners, staff."""

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.engine import Engine, quote_identifier
from pipelines.staging import Partition
from pipelines.state.database import bulk

_REGISTER = (
    "SELECT school_code, name, level_group_code, province_code, ward_code, first_period, last_period FROM school"
)
_PERSONS = """
SELECT
    p.person_id,
    p.scheme,
    p.folded_name,
    p.birth_date,
    p.sex_code,
    p.personal_id,
    {mother} AS folded_mother_name,
    s.person_id AS superseded_by_id
FROM {table} AS p
LEFT JOIN {table} AS s ON s.person_key = p.superseded_by
"""


def bind_registers(engine: Engine, database: Database) -> None:
    """Make tables register, learner_register and staff_register."""
    with bulk(database) as transaction:
        _make_table(engine, "stored_register", transaction.read(_REGISTER))
        engine.execute("CREATE TABLE register AS SELECT * FROM stored_register")
        for name, table, mother in (
            ("learner_register", "learner", "p.folded_mother_name"),
            ("staff_register", "staff_member", "''"),
        ):
            _make_table(engine, name, transaction.read(_PERSONS.format(table=table, mother=mother)))


def _make_table(engine: Engine, name: str, rows: pa.Table) -> None:
    """A table of texts. The types are said here: a driver cannot tell those of a column without values."""
    columns = ", ".join(
        f"{quote_identifier(column)}::VARCHAR AS {quote_identifier(column)}" for column in rows.column_names
    )
    engine.bind_arrow(f"rows_of_{name}", rows)
    engine.execute(
        f"CREATE TABLE {quote_identifier(name)} AS SELECT {columns} FROM {quote_identifier(f'rows_of_{name}')}"
    )


def register_schools(engine: Engine, partition: Partition) -> pa.Table:
    """The schools that this pass made known: rows of table school."""
    return engine.arrow("SELECT * FROM register ANTI JOIN stored_register USING (school_code) ORDER BY school_code")
