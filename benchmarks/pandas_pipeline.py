"""The pipeline a user would write: pandas, openpyxl and pandera, one workbook after the other.

``python -m benchmarks.pandas_pipeline LANDING OUT`` reads the six datasets of every school, normalises cells, checks
them (some 50 checks), and writes findings to CSV and accepted rows to Parquet. Headers and codes come from the
catalogue's files, as a user's own dictionaries would.
"""

import re
import sys
import unicodedata
from pathlib import Path

import pandas as pd
import pandera.pandas as pandera
from pandera import Check, Column

from schemas.catalogue import load_catalogue
from schemas.model import ADMIN_LEVELS, Dataset
from schemas.text import fold, tidy_header

CATALOGUE = load_catalogue()
HEAD_ROWS = 40
TRUE, FALSE = {"1", "co", "x", "true", "yes"}, {"0", "khong", "false", "no"}
SCHOOL_CODE = r"^([0-9]{5}[0-9A-F][0-9]{2}|[0-9]{10,20})$"
FOOTERS = ("tong cong", "nguoi lap bieu", "hieu truong")

CODES: dict[str, dict[str, str]] = {}
for _name, _codes in CATALOGUE.code_lists.items():
    CODES[_name] = {fold(label): c.code for c in reversed(_codes) for label in (*c.aliases_vi, c.label_vi, c.code)}
for _level in ADMIN_LEVELS:
    CODES[_level] = {fold(s): u.code for u in CATALOGUE.admin_units if u.level == _level for s in (u.name_vi, u.code)}


def code(name: str, *, nullable: bool = True) -> Column:
    return Column(object, Check.isin(set(CODES[name].values())), nullable=nullable, required=False)


def text(pattern: str = "", longest: int = 0, *, nullable: bool = True, unique: bool = False) -> Column:
    checks = [Check.str_matches(pattern)] if pattern else []
    checks += [Check.str_length(max_value=longest)] if longest else []
    return Column(object, checks, nullable=nullable, unique=unique, required=False)


def number(low: float, high: float, *, nullable: bool = True) -> Column:
    return Column(float, Check.in_range(low, high), nullable=nullable, required=False)


def day(latest: str = "2025-12-31", *, nullable: bool = True) -> Column:
    between = Check.in_range(pd.Timestamp("1900-01-01"), pd.Timestamp(latest))
    return Column("datetime64[ns]", between, nullable=nullable, required=False)


PHONE, PERSONAL_ID = r"^0[0-9]{9,10}$", r"^[0-9]{12}$"
SCHEMAS = {
    "school": pandera.DataFrameSchema(
        {
            "school_code": text(SCHOOL_CODE, nullable=False, unique=True),
            "school_name": text(longest=200, nullable=False),
            "level_group_code": code("level_group", nullable=False),
            "ownership_code": code("ownership", nullable=False),
            "school_type_code": code("school_type", nullable=False),
            "province_code": code("province"),
            "ward_code": code("ward"),
            "email": text(r"^[^@\s]+@[^@\s]+\.[^@\s]+$"),
            "student_count": number(0, 20_000),
        }
    ),
    "campus": pandera.DataFrameSchema(
        {"campus_code": text(longest=30, nullable=False, unique=True), "distance_km": number(0, 100)}
    ),
    "class": pandera.DataFrameSchema(
        {
            "class_name": text(longest=150, nullable=False),
            "grade_code": code("grade", nullable=False),
            "shift_code": code("shift"),
            "sessions_per_week_code": code("sessions_per_week"),
            "first_foreign_language_code": code("foreign_language"),
            "student_count": number(0, 100),
        },
        unique=["class_name"],
    ),
    "staff": pandera.DataFrameSchema(
        {
            "staff_code": text(longest=30, unique=True),
            "full_name": text(r"^[^0-9]+$", 150, nullable=False),
            "birth_date": day("2008-01-01"),
            "sex_code": code("sex", nullable=False),
            "ethnicity_code": code("ethnicity"),
            "personal_id": text(PERSONAL_ID, unique=True),
            "staff_group_code": code("staff_group", nullable=False),
            "position_code": code("position"),
            "contract_type_code": code("contract_type"),
            "status_code": code("staff_status", nullable=False),
            "qualification_code": code("qualification"),
            "subject_code": code("teaching_subject"),
            "salary_coefficient": number(1, 15),
            "hire_date": day(),
        }
    ),
    "student": pandera.DataFrameSchema(
        {
            "learner_id": text(r"^[0-9]{10}$", unique=True),
            "personal_id": text(PERSONAL_ID, unique=True),
            "full_name": text(r"^[^0-9]+$", 150, nullable=False),
            "birth_date": day(nullable=False),
            "sex_code": code("sex", nullable=False),
            "ethnicity_code": code("ethnicity", nullable=False),
            "nationality_code": code("country"),
            "home_province_code": code("province"),
            "home_ward_code": code("ward"),
            "grade_code": code("grade", nullable=False),
            "status_code": code("student_status", nullable=False),
            "policy_group_code": code("policy_group"),
            "disability_type_code": code("disability_type"),
            "father_phone": text(PHONE),
            "mother_phone": text(PHONE),
            "height_cm": number(30, 250),
            "weight_kg": number(2, 200),
        },
        checks=[
            Check(lambda rows: _any_filled(rows, "disability_type_code") | ~_true(rows), name="disability_type"),
            Check(lambda rows: _any_filled(rows, "class_name", "class_code"), name="class"),
            Check(lambda rows: _any_filled(rows, "mother_name", "father_name", "guardian_name"), name="parent"),
        ],
    ),
    "facility": pandera.DataFrameSchema(
        {
            "facility_type_code": code("facility_type", nullable=False),
            "construction_code": code("construction", nullable=False),
            "quantity": number(0, 10_000, nullable=False),
            "area_m2": number(0, 1_000_000),
        }
    ),
}


def _any_filled(rows: pd.DataFrame, *names: str) -> "pd.Series[bool]":
    return rows.reindex(columns=names).notna().any(axis="columns")


def _true(rows: pd.DataFrame) -> "pd.Series[bool]":
    return rows.reindex(columns=["is_disabled"])["is_disabled"].eq(True)


def read_workbook(path: Path) -> list[tuple[str, str, pd.DataFrame]]:
    """(dataset, sheet, rows) of every sheet whose header is recognised; the index is Excel's row number."""
    found = []
    for name, cells in pd.read_excel(path, sheet_name=None, header=None, dtype=str, engine="openpyxl").items():
        best = max((_score(cells.iloc[row], dataset), -row, dataset)
                   for row in range(min(HEAD_ROWS, len(cells))) for dataset in SCHEMAS)  # fmt: skip
        score, row, dataset = best
        if score < 3:
            continue
        aliases = CATALOGUE.aliases[dataset]
        fields = {i: aliases.get(tidy_header(str(header))) for i, header in cells.iloc[-row].items()}
        rows = cells.iloc[-row + 1 :].rename(columns={i: f for i, f in fields.items() if f})
        rows = rows[[field for field in dict.fromkeys(fields.values()) if field]]
        rows.index = rows.index + 1
        first = cells.iloc[-row + 1 :, 0].fillna("").map(fold)
        is_footer = first.str.startswith(FOOTERS).set_axis(rows.index)
        found.append((dataset, str(name), rows[~is_footer].dropna(how="all")))
    return found


def _score(row: "pd.Series[str]", dataset: str) -> int:
    aliases = CATALOGUE.aliases[dataset]
    return sum(tidy_header(str(cell)) in aliases for cell in row.dropna())


def normalise(rows: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Trim, NFC, codes for labels, dates, numbers, booleans; what cannot be read becomes missing or stays as it is."""
    typed = {}
    for field in dataset.columns:
        if field.name not in rows:
            continue
        values = rows[field.name].map(lambda v: unicodedata.normalize("NFC", re.sub(r"\s+", " ", v)).strip(), "ignore")
        if field.code_list:
            known = CODES[field.code_list]
            values = values.map(lambda v, known=known: known.get(fold(v), v), "ignore")
        elif field.type == "date":
            iso = pd.to_datetime(values, format="%Y-%m-%d %H:%M:%S", errors="coerce")
            values = iso.fillna(pd.to_datetime(values, format="%d/%m/%Y", errors="coerce"))
        elif field.type in ("integer", "decimal", "year"):
            values = pd.to_numeric(values.map(lambda v: v.replace(",", "."), "ignore"), errors="coerce").astype(float)
        elif field.type == "boolean":
            folded = values.map(fold, "ignore")
            values = folded.map(lambda v: True if v in TRUE else False if v in FALSE else None, "ignore")
        elif field.pattern == PERSONAL_ID:
            values = values.map(lambda v: v.zfill(12) if len(v) == 11 else v, "ignore")
        is_text = field.code_list or field.type in ("string", "phone", "email")
        typed[field.name] = values.astype(object) if is_text else values
    return pd.DataFrame(typed, index=rows.index)


def check(rows: pd.DataFrame, dataset: str) -> pd.DataFrame:
    """One row a finding: excel_row, field, check, value."""
    names = {"index": "excel_row", "column": "field", "check": "check", "failure_case": "value"}
    cases = pd.DataFrame(columns=list(names))
    try:
        SCHEMAS[dataset].validate(rows, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        # A check of the whole row fails once, not once a cell.
        cases.loc[cases["schema_context"] == "DataFrameSchema", ["column", "failure_case"]] = None
    return pd.DataFrame(cases[list(names)].drop_duplicates().rename(columns=names))


def main(landing: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    findings: list[pd.DataFrame] = []
    accepted: dict[str, list[pd.DataFrame]] = {name: [] for name in SCHEMAS}
    for path in sorted(landing.rglob("*.xlsx")):
        for dataset, sheet, raw in read_workbook(path):
            rows = normalise(raw, CATALOGUE.datasets[dataset])
            found = check(rows, dataset)
            findings.append(found.assign(file=str(path.relative_to(landing)), sheet=sheet, dataset=dataset))
            good = rows[~rows.index.isin(found["excel_row"])]
            accepted[dataset].append(good.assign(sender_code=path.parent.name))
    pd.concat(findings).to_csv(out / "findings.csv", index=False)
    for dataset, parts in accepted.items():
        if parts:
            pd.concat(parts).to_parquet(out / f"{dataset}.parquet")
    rows_accepted = sum(len(part) for parts in accepted.values() for part in parts)
    print(f"{sum(map(len, findings))} findings, {rows_accepted} rows accepted")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
