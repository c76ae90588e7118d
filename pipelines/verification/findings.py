"""What the population register says against rows, told as findings (rules VER)."""

from pathlib import Path

from sqlalchemy import Engine as Database

from pipelines.decisions.in_force import decisions_in_force
from pipelines.engine import Engine, quote_text
from pipelines.later_findings.tell import later_findings_told
from pipelines.later_findings.write import write_later_findings
from pipelines.periods import Period
from pipelines.staging import Partition, Staging
from pipelines.validation.inputs import bind_column_letters, read_validated_inputs
from pipelines.validation.rules import add_findings, create_finding, statements_in
from pipelines.verification.claims import SOURCE
from pipelines.verification.statements import statement
from schemas.catalogue import load_catalogue

# As the rules of validation; ``this`` are rows with their standing (``sql/faulty_row.sql``).
RULES = Path(__file__).with_name("rules")


def write_findings(engine: Engine, database: Database, staging: Staging, partition: Partition) -> None:
    """Tell the rows of ``standing`` that are not simply verified; ``claim_row`` and the reference tables must be there.

    A row that says something else since it was asked about is not told: its standing is not known.
    """
    is_told = staging.later_findings(SOURCE, partition).exists()
    if not is_told and not engine.value("SELECT count(*) FROM standing WHERE status <> 'verified'"):
        return
    catalogue = load_catalogue()
    with database.connect() as connection:
        inputs = read_validated_inputs(
            connection, catalogue, partition, decisions_in_force(connection, staging, partition, ())
        )
    engine.bind_arrow("sheet", inputs.sheets)
    bind_column_letters(engine, database)
    engine.execute(statement("faulty_row"))
    find_faults(engine, partition)
    engine.execute("CREATE TEMP VIEW school_of_row AS SELECT row_id, school_code FROM faulty_row")
    told = later_findings_told(engine, database, staging, [partition])
    write_later_findings(engine, staging, SOURCE, partition, told)


def find_faults(engine: Engine, partition: Partition) -> None:
    """Table ``finding``: the places in ``faulty_row`` where a rule fires."""
    catalogue = load_catalogue()
    create_finding(engine, catalogue)
    day = Period.parse(partition.period).census_date
    for rule_statement in statements_in(RULES, catalogue):
        if rule_statement.rule.holds_at(day):
            dataset = quote_text(rule_statement.dataset)
            engine.execute(f"CREATE OR REPLACE TEMP VIEW this AS SELECT * FROM faulty_row WHERE dataset = {dataset}")
            add_findings(engine, rule_statement.rule, rule_statement.dataset, rule_statement.select)
