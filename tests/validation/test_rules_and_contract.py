"""The rules on cells and the contract of typed rows agree, for every dataset: what the rules accept, the contract accepts, and what
the contract refuses has a finding.

Each row is a right one but for one cell, in which anything may stand. Rules that look beyond the cell are not asked: without them more
rows are accepted, so the law is the stricter.
"""

import re
import tempfile
from pathlib import Path

import pyarrow as pa
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.settings import Settings
from pipelines.staging import Staging, bind_in_force
from pipelines.state.database import open_database
from pipelines.validation.rules import load_statements
from pipelines.validation.validate import validate_partition
from schemas.arrow import typed_schema
from schemas.catalogue import Dataset, Field, load_catalogue
from schemas.contracts import codes_of, violations
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


def rows_of(dataset: Dataset, cells: list[str | None]) -> Rows:
    """As many rows as there are pairs of a field and a cell, at most two cells a field."""
    right = {field.name: right_cell(field) for field in dataset.columns}
    fields = [field.name for field in dataset.columns if field.name not in SUPPLIED]
    wrong = [(name, cells[(2 * n + turn) % len(cells)]) for n, name in enumerate(fields) for turn in (0, 1)]
    return [right, *(right | {name: cell} for name, cell in wrong)]


@given(cells=st.lists(CELLS, min_size=120, max_size=120, unique=True))
@effort(
    max_examples=1, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=[Phase.generate]
)
def test_accepted_rows_keep_the_contract_and_refused_ones_are_told(cells: list[str | None]) -> None:
    staged = {name: rows_of(dataset, cells) for name, dataset in CATALOGUE.datasets.items()}
    with tempfile.TemporaryDirectory() as home:
        settings = settings_in(Path(home))
        database = open_database(settings.database_url)
        register_school(database)
        stage(settings, database, SCHOOL, staged)
        validate_partition(settings, database, PARTITION, unasked=BEYOND_THE_CELL)
        for dataset in CATALOGUE.datasets.values():
            _assert_agreement(settings, database, dataset, len(staged[dataset.name]))
        database.dispose()


def _assert_agreement(settings: Settings, database: Database, dataset: Dataset, rows: int) -> None:
    staging = Staging(settings.workspace.staging)
    with Engine(settings.workspace.temporary, 500, 1) as engine:
        bind_in_force(engine, "typed", database, staging, "typed", [PARTITION], dataset.name)
        bind_in_force(engine, "finding", database, staging, "findings", [PARTITION])
        typed = engine.arrow("SELECT * FROM typed")
        told = {
            int(str(row_id))
            for (row_id,) in engine.rows(
                f"SELECT row_id FROM finding WHERE dataset = '{dataset.name}' AND severity = 'error'"
            )
        }
    names = typed_schema(dataset).names
    accepted = typed.filter(pa.compute.field("outcome") != "rejected").select(names)
    assert typed.num_rows == rows
    # The law would hold for nothing if every row were rejected.
    assert 0 < accepted.num_rows < rows, dataset.name
    assert violations(dataset, accepted) == [], dataset.name
    # So every row that the contract refuses is rejected; and none is without an error, at the row or its sheet.
    rejected = typed.filter(pa.compute.field("outcome") == "rejected")["row_id"].to_pylist()
    assert [row_id for row_id in rejected if not {row_id, row_id // ROWS_OF_SHEET * ROWS_OF_SHEET} & told] == []
