"""The generated submissions agree with their own truth and can be made again."""

import hashlib
import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook, load_workbook

from pipelines.generation.generate import GenerationSummary, generate, resubmit
from schemas.catalogue import load_catalogue
from schemas.text import tidy_header

SCHOOLS = 5
PERIODS = ("2025-2026-dau-nam", "2026-2027-dau-nam")
Rows = list[dict[str, Any]]


def make(out: Path, workers: int = 1) -> GenerationSummary:
    return generate(out, schools=SCHOOLS, periods=PERIODS, provinces=("79", "08"), error_rate=0.05, workers=workers)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, GenerationSummary]:
    out = tmp_path_factory.mktemp("generated")
    return out, make(out)


@pytest.fixture(scope="module")
def books(made: tuple[Path, GenerationSummary]) -> dict[Path, Workbook]:
    """The workbooks of the first period, read once."""
    folder = made[0] / "landing" / PERIODS[0]
    return {path.relative_to(folder): load_workbook(path) for path in sorted(folder.rglob("*.xlsx"))}


def truth(out: Path, name: str, period: str = PERIODS[0]) -> Rows:
    return pq.read_table(out / "truth" / period / f"{name}.parquet").to_pylist()


def digests(out: Path) -> dict[str, str]:
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def as_text(value: object) -> str | None:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return f"{value:.15g}"
    return None if value is None else str(value)


def test_the_same_seed_gives_the_same_bytes_in_any_number_of_processes(
    made: tuple[Path, GenerationSummary], tmp_path: Path
) -> None:
    make(tmp_path, workers=2)
    assert digests(tmp_path) == digests(made[0])


def test_every_school_submits_in_every_period(made: tuple[Path, GenerationSummary]) -> None:
    out, summary = made
    for period in PERIODS:
        assert len(list((out / "landing" / period).iterdir())) == SCHOOLS
    assert summary.files == len(list((out / "landing").rglob("*.xlsx")))
    assert summary.mistakes == sum(len(truth(out, "mistakes", period)) for period in PERIODS)


def test_planted_cells_hold_what_the_truth_says(
    made: tuple[Path, GenerationSummary], books: dict[Path, Workbook]
) -> None:
    mistakes = truth(made[0], "mistakes")
    assert len(mistakes) > 50
    for mistake in mistakes:
        sheet = books[Path(mistake["school_code"], mistake["file"])][mistake["sheet"]]
        cell = sheet[f"{mistake['excel_column']}{mistake['excel_row']}"]
        assert as_text(cell.value) == mistake["written_value"], mistake
        assert mistake["written_value"] != mistake["true_value"], mistake


def test_planted_rules_are_known_and_many(made: tuple[Path, GenerationSummary]) -> None:
    rules = {mistake["rule_id"] for period in PERIODS for mistake in truth(made[0], "mistakes", period)}
    assert rules <= load_catalogue().rules.keys()
    assert len(rules) >= 30


def test_rows_of_people_stand_where_the_truth_says(
    made: tuple[Path, GenerationSummary], books: dict[Path, Workbook]
) -> None:
    spoilt = {(m["school_code"], m["file"], m["sheet"], m["excel_row"]) for m in truth(made[0], "mistakes")}
    seen: Counter[tuple[str, str, str]] = Counter()
    for person in truth(made[0], "persons"):
        place = (person["school_code"], person["file"], person["sheet"])
        seen[place] += 1
        if person["personal_id"] and (*place, person["excel_row"]) not in spoilt:
            sheet = books[Path(place[0], place[1])][place[2]]
            assert person["personal_id"] in {cell.value for cell in sheet[person["excel_row"]]}
    for row in truth(made[0], "rows"):
        if row["dataset"] in ("student", "staff"):
            assert seen[row["school_code"], row["file"], row["sheet"]] == row["rows"]


def test_headers_lead_to_fields(made: tuple[Path, GenerationSummary], books: dict[Path, Workbook]) -> None:
    catalogue = load_catalogue()
    for sheet in truth(made[0], "rows"):
        page = books[Path(sheet["school_code"], sheet["file"])][sheet["sheet"]]
        aliases = catalogue.aliases[sheet["dataset"]]
        recognised = [
            [tidy_header(str(cell.value)) in aliases for cell in line if cell.value is not None]
            for line in page.iter_rows(max_row=9)
        ]
        best = max(recognised, key=sum)
        # All but the index column, which only the student and class lists know.
        assert sum(best) >= max(3, len(best) - 1), sheet


def test_learner_ids_and_personal_numbers_belong_to_one_person(made: tuple[Path, GenerationSummary]) -> None:
    owners: dict[str, int] = {}
    for period in PERIODS:
        for person in truth(made[0], "persons", period):
            for number in (person["personal_id"], person["learner_id"]):
                if number:
                    assert owners.setdefault(number, person["person_id"]) == person["person_id"]


def test_a_learner_is_active_in_one_school(made: tuple[Path, GenerationSummary]) -> None:
    for period in PERIODS:
        students = pq.read_table(made[0] / "truth" / period / "persons.parquet")
        students = students.filter(pc.equal(students["dataset"], "student"))
        counts = students.group_by("person_id").aggregate([("school_code", "count")])["school_code_count"].to_pylist()
        assert max(counts) <= 2
        assert counts.count(2) < 0.05 * len(counts)


def test_most_learners_come_back_next_year(made: tuple[Path, GenerationSummary]) -> None:
    first, second = (
        {p["person_id"] for p in truth(made[0], "persons", period) if p["dataset"] == "student"} for period in PERIODS
    )
    assert 0.5 < len(first & second) / len(first) < 0.98


def test_a_resubmission_changes_a_few_cells_of_a_few_schools(
    made: tuple[Path, GenerationSummary], tmp_path: Path
) -> None:
    out = tmp_path / "again"
    shutil.copytree(made[0], out)
    before = digests(out)
    codes = resubmit(out, share=0.2, seed=3)
    after = digests(out)
    changed = {path for path in after if after[path] != before[path]}
    assert len(codes) == 1
    assert before.keys() == after.keys()
    assert len(changed) == 1
    assert all(PERIODS[-1] in path and codes[0] in path for path in changed)
