"""What one validation pass does, step by step, to the rows of its senders."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.decisions.corrections import CORRECTED
from pipelines.decisions.in_force import bind_decisions
from pipelines.engine import Engine, quote_identifier, quote_text
from pipelines.periods import Period
from pipelines.staging import Partition, Staging, typed_columns
from pipelines.validation import cell_rules, column_rules
from pipelines.validation.carried_values import Carried, EarlierRows, carried_columns, carry_over
from pipelines.validation.cells import resolve_distinct_cells
from pipelines.validation.classes import count_classes, place_students
from pipelines.validation.corrections import bind_corrections, match_corrections
from pipelines.validation.inputs import Inputs, bind_column_letters
from pipelines.validation.intake_findings import bind_intake_findings
from pipelines.validation.key_rules import REPEATED
from pipelines.validation.misplaced import find_misplaced_columns
from pipelines.validation.missing_rows import bind_replaced_sheets, missing_rows
from pipelines.validation.presence import choose_lists, create_present_school, note_present_schools
from pipelines.validation.raw_rows import RawRows, columns_of, plain_columns
from pipelines.validation.raw_view import batches, bind_raw_view, sheet_ids
from pipelines.validation.reference import bind_reference
from pipelines.validation.registers import bind_persons, bind_schools
from pipelines.validation.results import find_learners, prepare
from pipelines.validation.rules import add_findings, create_finding, load_statements
from pipelines.validation.sql import statement
from pipelines.validation.text_cells import bind_text_fields
from pipelines.validation.typed_rows import write_typed_rows
from schemas.arrow import typed_schema
from schemas.catalogue import Catalogue
from schemas.model import Dataset, Rule

# So many rows are held in memory, where statements over them are planned and run faster; more stay in their files.
_FEW_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of one pass, in the order in which they must run; ``inputs`` are those of its senders."""

    engine: Engine
    catalogue: Catalogue
    staging: Staging
    partition: Partition
    inputs: Inputs
    part: str
    unasked: frozenset[str]
    carried: Carried | None
    # Rule → seconds that its statements took.
    rule_seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def run(self, database: Database, *, is_filling: bool) -> None:
        """Type the rows and find what is wrong with them; ``is_filling``: older learner ids may not be registered yet."""
        self._bind(database)
        self.engine.execute("SET VARIABLE registry_is_filling = $is_filling", {"is_filling": is_filling})
        bound = self._bind_rows()
        for dataset in self.catalogue.datasets.values():
            self._read_cells(dataset, bound.get(dataset.name))
        choose_lists(self.engine)
        bind_persons(self.engine, database)
        for dataset in self.catalogue.datasets.values():
            self._reject_rows(dataset)
        self._ask_queries()

    def _bind(self, database: Database) -> None:
        """Bind what rules may read besides the rows."""
        period = Period.parse(self.partition.period)
        bind_reference(self.engine, self.catalogue, period)
        bind_text_fields(self.engine, self.catalogue)
        self.engine.bind_arrow("sheet", self.inputs.sheets)
        bind_column_letters(self.engine, database)
        create_finding(self.engine, self.catalogue)
        asked = [rule for rule in self.catalogue.rules.values() if self._asks(rule)]
        self.engine.bind_arrow(
            "asked_rule", pa.table({"rule_id": [r.id for r in asked], "severity": [str(r.severity) for r in asked]})
        )
        self.engine.execute("CREATE TABLE rejected_row (row_id BIGINT NOT NULL)")
        self.engine.execute("CREATE TABLE exempt_row (row_id BIGINT NOT NULL)")
        self.engine.execute("CREATE TABLE carried_row (row_id BIGINT NOT NULL)")
        for name in ("first_letter", "standing_sheet", "other_row", "repeated_row", "unread_row"):
            self.engine.execute(statement(name))
        create_present_school(self.engine)
        bind_intake_findings(self.engine, self.catalogue, self.inputs.findings_in_force(), self.unasked)
        bind_schools(self.engine, database)
        bind_corrections(self.engine, self.inputs.decisions.corrections, self.inputs.kept_out)
        bind_decisions(self.engine, self.inputs.decisions)
        for name in ("standing_error", "kept_out_sheet"):
            self.engine.execute(statement(name))

    def _bind_rows(self) -> dict[str, RawRows]:
        """Bind the raw rows of every dataset that some sheet has, and resolve their distinct cells."""
        bound = {name: self._bind_raw(dataset) for name, dataset in self.catalogue.datasets.items()}
        present = {name: rows for name, rows in bound.items() if rows}
        resolve_distinct_cells(self.engine, self.catalogue, list(present.values()))
        return present

    def _read_cells(self, dataset: Dataset, rows: RawRows | None) -> None:
        """Type the rows of one dataset and run the rules on its cells and columns."""
        name = quote_identifier(dataset.name)
        if rows is None:
            self.engine.bind_arrow(dataset.name, typed_schema(dataset).empty_table())
            self._accept(dataset)
        else:
            path = self.staging.part("typed", self.partition, self.part, dataset.name)
            count = write_typed_rows(self.engine, self.catalogue, rows, Period.parse(self.partition.period), path)
            is_carrying = self._carry_over(dataset, path)
            select = f"SELECT {typed_columns(dataset, path)} FROM read_parquet({quote_text(str(path))}) AS t"
            self.engine.execute(f"CREATE TEMP {_kind(count)} {name} AS {select}")
            self._accept(dataset)
            self._look_at(dataset.name)
            self.engine.execute(
                f"CREATE OR REPLACE TEMP VIEW raw AS SELECT * FROM {quote_identifier('raw_' + dataset.name)}"
            )
            if find_misplaced_columns(self.engine, rows):
                self._add_places(dataset, [("FIL013", statement("misplaced_findings"))])
            self._add_places(dataset, cell_rules.impossible_numbers(dataset))
            cell_rules.add_noted_cells(self.engine, dataset)
            if rows.corrected:
                self._add_places(dataset, [(CORRECTED, statement("corrected_findings").format(dataset=dataset.name))])
            self._add_places(dataset, self._cell_places(rows))
            if is_carrying:
                self._add_places(dataset, [("FIL032", carried_columns(dataset))])
            self._reject(dataset)
            self._set_aside(dataset, select, count)
        if dataset.name == "school":
            self.engine.execute(statement("school_level"))

    def _carry_over(self, dataset: Dataset, path: Path) -> bool:
        if self.carried is None:
            return False
        earlier = EarlierRows(self.staging, self.partition)
        return carry_over(self.engine, self.catalogue, dataset, self.carried, earlier, path)

    def _reject_rows(self, dataset: Dataset) -> None:
        """Run the rules that keep rows of one dataset out; datasets it depends on must have gone before.

        Rows that repeat another one go first: they count for nothing in what rules say of other rows.
        """
        if self._has_sheet(dataset.name):
            self._run_rules(dataset.name, lambda rule: rule.id == REPEATED)
            self._reject(dataset)
            prepare(self.engine, dataset.name)
            self._run_rules(dataset.name, lambda rule: rule.id != REPEATED and rule.severity == "error")
            self.engine.execute(statement("moot_findings"), {"dataset": dataset.name})
            self._reject(dataset)
        if dataset.name in self._needed:
            note_present_schools(self.engine, dataset.name)
        if dataset.name == "class":
            place_students(self.engine)
        if dataset.name == "student":
            find_learners(self.engine)
        if dataset.name == "school":
            self.engine.execute(
                statement("known_schools"),
                {"period": self.partition.period, "province": self.partition.province_code},
            )

    def _accept(self, dataset: Dataset) -> None:
        """Let all rows be accepted but those that errors will keep out."""
        name, accepted = quote_identifier(dataset.name), _accepted(dataset)
        if self._is_small:
            self.engine.execute(f"CREATE TEMP TABLE {accepted} AS SELECT * FROM {name}")
        else:
            self.engine.execute(
                f"CREATE TEMP VIEW {accepted} AS SELECT * FROM {name} ANTI JOIN rejected_row USING (row_id)"
            )

    def _reject(self, dataset: Dataset) -> None:
        """Keep the rows out that an error found so far points to."""
        self._look_at(dataset.name)
        self.engine.execute(statement("reject"), {"dataset": dataset.name})
        if self._is_small:
            self.engine.execute(f"DELETE FROM {_accepted(dataset)} WHERE row_id IN (SELECT row_id FROM rejected_row)")

    def _set_aside(self, dataset: Dataset, select: str, rows: int) -> None:
        """Let no rule compare the rows of sheets that are kept out with those of the sheets that stand in their stead."""
        aside = self.engine.arrow(statement("set_aside"), {"dataset": dataset.name})
        if aside.num_rows:
            self.engine.bind_arrow(f"aside_{dataset.name}", aside)
            kind, name = _kind(rows), quote_identifier(dataset.name)
            is_aside = f"place_sheet(t.row_id) IN (SELECT sheet_id FROM {quote_identifier(f'aside_{dataset.name}')})"
            self.engine.execute(f"CREATE OR REPLACE TEMP {kind} {name} AS {select} WHERE NOT {is_aside}")

    def _look_at(self, dataset: str) -> None:
        """Let ``this`` be the rows of a dataset."""
        self.engine.execute(f"CREATE OR REPLACE TEMP VIEW this AS SELECT * FROM {quote_identifier(dataset)}")

    def _ask_queries(self) -> None:
        """Run the rules that reject nothing, now that every dataset has its accepted rows."""
        count_classes(self.engine)
        if self.inputs.earlier.num_rows:
            bind_replaced_sheets(self.engine, self.catalogue, self.inputs)
        for dataset in filter(self._has_sheet, self.catalogue.datasets):
            self._run_rules(dataset, lambda rule: rule.severity == "query")
            if self._has_standing_sheets:
                self._add_places(self.catalogue.datasets[dataset], column_rules.standing(dataset))
            if self.inputs.earlier.num_rows:
                its = self.catalogue.datasets[dataset]
                self._add_places(its, missing_rows(self.engine, self.staging, self.partition, its))

    def _run_rules(self, dataset: str, is_chosen: Callable[[Rule], bool]) -> None:
        """Ask the rules about a dataset that has a sheet: without, there is no place that they could point to."""
        self._look_at(dataset)
        for rule_statement in load_statements(self.catalogue):
            rule = rule_statement.rule
            if rule_statement.dataset == dataset and is_chosen(rule) and self._asks(rule):
                self._add(rule, dataset, rule_statement.select)

    def _has_sheet(self, dataset: str) -> bool:
        return dataset in self.inputs.sheets["dataset"].unique().to_pylist()

    def _asks(self, rule: Rule) -> bool:
        return rule.id not in self.unasked and rule.holds_at(self._census_date)

    @property
    def _has_standing_sheets(self) -> bool:
        return bool(self.engine.value("SELECT count(*) FROM standing_sheet"))

    @property
    def _needed(self) -> set[str]:
        """The datasets that others depend on."""
        return {name for dataset in self.catalogue.datasets.values() for name in dataset.depends_on}

    @property
    def _is_small(self) -> bool:
        """Whether accepted rows are copied: statements over few rows take as long as it takes to bind their views."""
        return self.inputs.rows <= _FEW_ROWS

    @property
    def _census_date(self) -> date:
        return Period.parse(self.partition.period).census_date

    def _add_places(self, dataset: Dataset, places: Iterable[tuple[str, str]]) -> None:
        for rule_id, select in places:
            rule = self.catalogue.rules[rule_id]
            if self._asks(rule):
                self._add(rule, dataset.name, select)

    def _add(self, rule: Rule, dataset: str, select: str) -> None:
        begin = time.perf_counter()
        add_findings(self.engine, rule, dataset, select)
        self.rule_seconds[rule.id] += time.perf_counter() - begin

    def _bind_raw(self, dataset: Dataset) -> RawRows | None:
        """Bind view ``raw_<dataset>`` over this pass's rows, and answer them; None where no sheet has any."""
        if not self._has_sheet(dataset.name):
            return None
        sheets = bind_raw_view(self.engine, self.staging, self.partition, dataset.name)
        if not sheets.num_rows:
            return None
        of_batch = batches(self.staging, self.partition, dataset.name, sheets)
        columns = columns_of(of_batch)
        written = frozenset().union(*columns.values()) - {"row_id"}
        abolished = frozenset(f.name for f in dataset.columns if not f.validity.covers(self._census_date)) & written
        return RawRows(
            dataset,
            of_batch,
            columns,
            sheet_ids(sheets, "dialect"),
            written - abolished,
            abolished,
            match_corrections(self.engine, dataset.name, written),
            plain_columns(dataset, columns.values()),
        )

    def _cell_places(self, rows: RawRows) -> Iterable[tuple[str, str]]:
        return chain(
            column_rules.lost_rows(rows.dataset.name),
            column_rules.sender_and_period(),
            cell_rules.suspicious_cells(self.engine, self.catalogue, rows, self._census_date),
            column_rules.doubtful_dates(self.engine, rows),
            column_rules.numbers_of_others(rows),
            column_rules.abolished_fields(rows),
            column_rules.bare_names(self.catalogue, rows),
        )


def _kind(rows: int) -> str:
    """How the typed rows of a dataset are kept."""
    return "TABLE" if rows <= _FEW_ROWS else "VIEW"


def _accepted(dataset: Dataset) -> str:
    """The relation of the rows of a dataset that no error has kept out so far, as it stands in statements."""
    return quote_identifier(f"accepted_{dataset.name}")
