"""The description of the marts is complete, consistent, and what the public contract asks for."""

import duckdb
import pytest

from pipelines.marts import build
from schemas.catalogue import load_catalogue
from schemas.mart_contracts import mart_contract
from schemas.marts import Mart, load_code_groups, load_indicators, load_mart, load_marts, load_plausibility
from schemas.model import ADMIN_LEVELS

SQL = build._HERE / "sql"
# docs: the contract, section "Marts".
CONTRACT = {
    "dim_school": "school_key school_code school_name level_group_code ownership_code school_type_code province_code "
    "district_code ward_code region_code valid_from valid_to is_current",
    "dim_class": "class_key school_code period school_year class_code class_name grade_code homeroom_staff_key "
    "valid_from valid_to is_current",
    "dim_student": "learner_key sex_code birth_year ethnicity_code nationality_code is_disabled home_province_code "
    "valid_from valid_to is_current",
    "dim_teacher": "staff_key sex_code birth_year staff_group_code position_code qualification_code "
    "professional_standard_code valid_from valid_to is_current",
    "dim_staff": "staff_key sex_code birth_year staff_group_code position_code qualification_code "
    "professional_standard_code valid_from valid_to is_current",
    "dim_facility": "facility_key school_code facility_type_code construction_code quantity area_m2 valid_from valid_to "
    "is_current",
    "dim_admin_unit": "admin_unit_code parent_code valid_from valid_to is_current",
    "dim_period": "period school_year census_date",
    "dim_code": "list code label_vi label_en",
    "fact_enrolment": "learner_key school_code class_key period grade_code status_code admission_type_code",
    "fact_staff_assignment": "staff_key school_code period staff_group_code subject_code",
    "fact_result": "learner_key school_code class_key period school_year term_code subject_code score",
    "fact_contact_coverage": "area_level area_code period learners reached is_suppressed",
    "fact_class_subject": "class_key school_code period subject_code teacher_staff_key",
    "fact_finance": "school_code period fiscal_year budget_line_code planned_amount estimated_amount final_amount",
    "fact_exam_registration": "learner_key school_code period exam_year first_elective_code second_elective_code",
    "dim_learning_resource": "resource_key school_code resource_code title valid_from valid_to is_current",
    "fact_staff_salary": "staff_key school_code period effective_date salary_coefficient",
    "fact_staff_training": "staff_key school_code period certificate_code",
    "fact_staff_language": "staff_key school_code period foreign_language_code",
    "fact_staff_award": "staff_key school_code period award_type_code",
    "fact_staff_discipline": "period province_code discipline_type_code measures is_suppressed",
    "fact_staff_assessment": "staff_key school_code period criterion_code superior_rating_code",
    "fact_staff_language_training": "staff_key school_code period course_code result_code",
    "fact_staff_pedagogy_training": "staff_key school_code period course_code result_code",
    "staff_discipline": "staff_key period school_code discipline_type_code discipline_date",
    "fact_submission": "submission_id period school_code dataset file sheet rows_read rows_accepted rows_queried "
    "rows_rejected",
    "fact_finding": "submission_id period school_code dataset file sheet excel_row excel_column field value rule_id "
    "severity message_vi message_en fix_vi fix_en cause_id",
    "fact_learner_link": "submission_id file sheet excel_row period school_code learner_key outcome method score",
    "fact_verification": "person_type person_key status mismatched_fields",
    "agg_indicator": "indicator area_level area_code period value is_suppressed",
    "fact_quality_score": "period area_level area_code dimension numerator denominator score previous_score",
    "learner_crosswalk": "learner_key learner_id personal_id full_name birth_date",
    "student": "learner_key period school_code full_name personal_id mother_name birth_date",
    "staff": "staff_key period school_code full_name personal_id phone",
}


def test_every_table_of_the_contract_is_described() -> None:
    assert {mart.name for mart in load_marts()} == set(CONTRACT)
    for name, columns in CONTRACT.items():
        assert set(columns.split()) <= {column.name for column in load_mart(name).columns}, name


def test_every_mart_has_one_statement() -> None:
    assert {path.stem for path in SQL.glob("*.sql")} == {mart.name for mart in load_marts()}


@pytest.mark.parametrize("mart", load_marts(), ids=lambda mart: mart.name)
def test_a_description_names_only_what_exists(mart: Mart) -> None:
    names = [column.name for column in mart.columns]
    assert len(names) == len(set(names))
    assert set(mart.key) <= set(names)
    catalogue = load_catalogue()
    assert not mart.dataset or mart.dataset in catalogue.datasets
    for column in mart.columns:
        assert column.label_vi and column.label_en, column.name
        assert column.type in ("string", "integer", "decimal", "boolean", "date")
        assert not column.code_list or column.code_list in {*catalogue.code_lists, *ADMIN_LEVELS}
        if column.references:
            load_mart(column.references[0]).column(column.references[1])
        if column.name.endswith("_label"):
            labelled = column.name.removesuffix("_label")
            assert f"{labelled}_code" in names or labelled in ("indicator", "status")
    assert not any(mart.column(name).is_nullable for name in mart.key)


@pytest.mark.parametrize("mart", load_marts(), ids=lambda mart: mart.name)
def test_a_contract_is_made_of_every_description(mart: Mart) -> None:
    assert list(mart_contract(mart).columns) == [column.name for column in mart.columns]


def test_no_direct_identifier_stands_in_a_pseudonymous_mart() -> None:
    direct = {f.name for d in load_catalogue().datasets.values() for f in d.fields if f.sensitivity == "direct"} - {
        "client_id"
    }
    for mart in load_marts():
        if not mart.is_restricted:
            assert not direct & {column.name for column in mart.columns}, mart.name


def test_groups_indicators_and_plausibility_name_what_exists() -> None:
    lists = load_catalogue().code_lists
    for group in load_code_groups():
        assert group.code in {code.code for code in lists[group.list]}
    assert len(load_indicators()) == 7
    measured = (build._HERE.parent / "publication" / "area_measures.sql").read_text(encoding="utf-8")
    for rule in load_plausibility():
        assert rule.severity in ("critical", "warning")
        assert rule.measure in measured


@pytest.mark.parametrize("path", sorted(SQL.glob("*.sql")), ids=lambda path: path.stem)
def test_statements_are_plain_selects(path) -> None:  # type: ignore[no-untyped-def]
    [statement] = duckdb.extract_statements(path.read_text(encoding="utf-8"))
    assert statement.type == duckdb.StatementType.SELECT
