"""The rules on cells and the contract of typed rows agree, for every dataset: what the rules accept, the contract accepts, and what
the contract refuses in a column has an error that names its field, at the row or (a column of another one) at the sheet.

Each row is a right one but for one cell, in which anything may stand; a row that is kept out is so for that cell. Rules that look
beyond the cell are not asked: without them more rows are accepted, so the law is the stricter.
"""

import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from pipelines.engine import Engine
from pipelines.in_force import bind_in_force
from pipelines.staging import Staging
from pipelines.state.database import open_database
from pipelines.validation.rules import load_statements
from pipelines.validation.validate import validate_partition
from schemas.arrow import typed_fields, typed_schema
from schemas.catalogue import load_catalogue
from schemas.contracts import codes_of, plain, typed_contract, violations
from schemas.model import Dataset, Field
from tests.validation.passes import SCHOOL, register_school
from tests.validation.staged import PARTITION, Rows, settings_in, stage

CATALOGUE = load_catalogue()
# Rules on the form of numbers of persons and schools (IDN) take the place of the fields' patterns.
BEYOND_THE_CELL = frozenset(
    s.rule.id for s in load_statements(CATALOGUE) if s.rule.level != "cell" or not s.rule.id.startswith("IDN")
)
PATTERNS = sorted({f.pattern for d in CATALOGUE.datasets.values() for f in d.columns if f.pattern})
# For each pattern the first of these fits it and every other rule on the cell.
OF_PATTERNS = ("79760501", "2025", "01", "001", "26740", "0912345678", "079214000001", "a@b.vn", "https://b.vn")
SUPPLIED = {"school_code": SCHOOL, "school_year": "2025"}

ROWS_OF_SHEET = 2**21
_ERRORS = "SELECT row_id, field FROM finding WHERE dataset = $dataset AND severity = 'error'"
Pass = tuple[pa.Table, set[tuple[int, str]]]
ASCII = st.characters(min_codepoint=33, max_codepoint=126)

# What people write: words, numbers in all their forms, dates whole and in part, placeholders, other scripts, endless text.
CELLS = st.one_of(
    st.none(),
    st.sampled_from(PATTERNS).flatmap(lambda pattern: st.from_regex(pattern, fullmatch=True, alphabet=ASCII)),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
    st.text("0123456789", max_size=16),
    st.integers(-(10**16), 10**16).map(str),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: f"{number:.3f}".replace(".", ",")),
    st.dates().map(lambda day: f"{day.day}/{day.month}/{day.year}"),
    st.sampled_from(
        ["-", "x", "M", "chưa rõ", "01", "1.0", "2014", "05/2014", "Có", "không", "1e5", "a" * 600, "04/13/2014"]
    ),
)


def right_cell(field: Field) -> str | None:
    """A cell that no rule on cells can object to."""
    if field.name in SUPPLIED:
        return SUPPLIED[field.name]
    if field.code_list == "district":
        return None  # there are none any more
    if field.code_list in ("province", "ward"):
        return {"province": "79", "ward": "26740"}[field.code_list]
    if field.code_list:
        return codes_of(field.code_list)[0]
    if field.pattern:
        return next(cell for cell in OF_PATTERNS if re.match(field.pattern, cell))
    return {"integer": "3", "decimal": "7,5", "boolean": "Có", "date": "03/05/2014", "year": "2025"}.get(
        field.type, "Nguyễn Văn An"
    )


def wrong_cells(dataset: Dataset, cells: list[str | None]) -> list[tuple[str, str | None]]:
    """Pairs of a field and a cell, two cells a field."""
    fields = [field.name for field in dataset.columns if field.name not in SUPPLIED]
    return [(name, cells[(2 * n + turn) % len(cells)]) for n, name in enumerate(fields) for turn in (0, 1)]


def rows_of(dataset: Dataset, wrong: list[tuple[str, str | None]]) -> Rows:
    """A right row, then a row for each wrong cell."""
    right = {field.name: right_cell(field) for field in dataset.columns}
    return [right, *(right | {name: cell} for name, cell in wrong)]


@given(cells=st.lists(CELLS, min_size=120, max_size=120, unique=True))
@effort(
    max_examples=1, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=[Phase.generate]
)
def test_accepted_rows_keep_the_contract_and_refused_ones_are_told(cells: list[str | None]) -> None:
    wrong = {name: wrong_cells(dataset, cells) for name, dataset in CATALOGUE.datasets.items()}
    staged = {name: rows_of(dataset, wrong[name]) for name, dataset in CATALOGUE.datasets.items()}
    with tempfile.TemporaryDirectory() as home:
        passes = validated(Path(home), {SCHOOL: staged})
    for name, (typed, told) in passes.items():
        dataset = CATALOGUE.datasets[name]
        accepted = typed.filter(pa.compute.field("outcome") != "rejected")
        assert typed.num_rows == len(staged[name])
        # The law would hold for nothing if every row were rejected.
        assert 0 < accepted.num_rows < typed.num_rows, name
        assert violations(dataset, accepted.select(typed_schema(dataset).names)) == [], name
        refused = {
            (row_id, field) for row_id, field in refused_cells(dataset, typed) if not told_of(told, row_id, field)
        }
        assert refused == set(), name
        rejected = typed.filter(pa.compute.field("outcome") == "rejected")["row_id"]
        planted = {row_id: wrong[name][row_id % ROWS_OF_SHEET - 3] for row_id in map(int, rejected.to_numpy())}
        assert {row_id: cell for row_id, cell in planted.items() if not told_of(told, row_id, cell[0])} == {}, name


YEARS = {"exam_registration": "exam_year", "finance": "fiscal_year"}
# What stands in a column of years, each at a school of its own.
YEAR_CELLS: dict[str, list[str | None]] = {
    "blank": [None, "2025"],
    "placeholder": ["-", "2025"],
    "no year": ["20255", "2025"],
    "space": ["\u00a0", "2025"],
    "blank column": [None] * 6,
    "column of names": ["Nguyễn Văn An"] * 6,
}
OTHER_SCHOOLS = {case: f"7976{number:04d}" for number, case in enumerate(YEAR_CELLS, 501)}


@pytest.fixture(scope="module")
def passes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pass]:
    staged = {
        OTHER_SCHOOLS[case]: {
            name: rows_of(CATALOGUE.datasets[name], [(field, cell) for cell in cells]) for name, field in YEARS.items()
        }
        for case, cells in YEAR_CELLS.items()
    }
    return validated(tmp_path_factory.mktemp("years"), staged)


@pytest.mark.parametrize("name", YEARS)
@pytest.mark.parametrize("case", YEAR_CELLS)
def test_a_year_that_is_not_there_is_told_as_that_year(passes: dict[str, Pass], name: str, case: str) -> None:
    typed, told = passes[name]
    of_school = typed.filter(pa.compute.field("sender_code") == OTHER_SCHOOLS[case])
    refused = refused_cells(CATALOGUE.datasets[name], of_school)
    missing = [row_id for row_id, column in refused if column == YEARS[name]]
    assert len(missing) == sum(cell != "2025" for cell in YEAR_CELLS[case])
    assert all(told_of(told, row_id, YEARS[name]) for row_id in missing)


def validated(home: Path, staged: Mapping[str, Mapping[str, Rows]]) -> dict[str, Pass]:
    """One pass over the rows of schools: by dataset its typed rows, and (row_id, field) of its errors."""
    settings = settings_in(home)
    database = open_database(settings.database_url)
    for school, datasets in staged.items():
        register_school(database, school)
        stage(settings, database, school, datasets)
    validate_partition(settings, database, PARTITION, unasked=BEYOND_THE_CELL)
    staging = Staging(settings.workspace.staging)
    found = {}
    with Engine(settings.workspace.temporary, 500, 1) as engine:
        bind_in_force(engine, "finding", database, staging, "findings", [PARTITION])
        for name in {name for datasets in staged.values() for name in datasets}:
            bind_in_force(engine, "typed", database, staging, "typed", [PARTITION], name)
            errors = engine.rows(_ERRORS, {"dataset": name})
            found[name] = engine.arrow("SELECT * FROM typed"), {(int(str(row)), str(field)) for row, field in errors}
    database.dispose()
    return found


def refused_cells(dataset: Dataset, typed: pa.Table) -> Iterator[tuple[int, str]]:
    """(row_id, field) of the cells that the contract of the dataset refuses."""
    rows = plain(typed).to_pandas(types_mapper=pd.ArrowDtype)
    field_of = {column.name: field.name for field in dataset.columns for column in typed_fields(field)}
    for name, column in typed_contract(dataset).columns.items():
        is_refused = rows[name].isna() & (not column.nullable)
        for check in column.checks:
            # Blank cells are not asked.
            is_refused |= ~check(rows[name]).check_output.reindex(rows.index, fill_value=True).astype(bool)
        yield from ((int(row_id), field_of[name]) for row_id in rows["row_id"][is_refused])


def told_of(told: set[tuple[int, str]], row_id: int, field: str) -> bool:
    """Whether an error names the field, at the row or at its sheet as a whole."""
    return not told.isdisjoint({(row_id, field), (row_id // ROWS_OF_SHEET * ROWS_OF_SHEET, field)})
