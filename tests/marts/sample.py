"""Two schools over two periods: a transfer, a changed name of a school, a broken toilet, a doubtful learner."""

from datetime import date
from pathlib import Path

from tests.marts.staged import BEGINNING, END, Row, Staged

A, B = "79760501", "79760502"


def school(code: str, **said: object) -> Row:
    return {
        "school_name": f"Trường {code}", "level_group_code": "06", "ownership_code": "01", "school_type_code": "07",
        "province_code": "79", "ward_code": "26734", "region_code": "03", "school_code": code,
    } | said  # fmt: skip


def learner(key: int, **said: object) -> Row:
    return {
        "person_key": key, "full_name": f"Nguyễn Văn {key}", "birth_date": date(2016, 1, 1 + key % 28),
        "sex_code": "02" if key % 2 else "01", "ethnicity_code": "01", "nationality_code": "704", "grade_code": "04",
        "class_name": "4A", "status_code": "01", "personal_id": f"079216{key:06d}", "home_province_code": "79",
    } | said  # fmt: skip


def teacher(key: int, **said: object) -> Row:
    return {
        "person_key": key, "full_name": f"Trần Thị {key}", "birth_date": date(1980, 1, 1), "sex_code": "02",
        "staff_code": f"GV{key}", "staff_group_code": "03", "status_code": "01", "contract_type_code": "07",
        "qualification_code": "03", "professional_standard_code": "03", "subject_code": "01",
    } | said  # fmt: skip


def class_(name: str, **said: object) -> Row:
    return {
        "class_name": name, "grade_code": "04", "is_combined": False, "is_specialised": False, "is_boarding": False,
        "is_vnen": False, "mixed_age_code": "0",
    } | said  # fmt: skip


def result(key: int, **said: object) -> Row:
    return {
        "personal_id": f"079216{key:06d}", "full_name": f"Nguyễn Văn {key}", "birth_date": date(2016, 1, 1 + key % 28),
        "class_name": "4A", "grade_code": "04", "term_code": "3", "subject_code": "01", "periodic_test_score": 9,
        "subject_rating_primary_code": "T",
    } | said  # fmt: skip


def facility(kind: str, quantity: int) -> Row:
    return {
        "facility_type_code": kind,
        "construction_code": "permanent",
        "quantity": quantity,
        "area_m2": 10.5 * quantity,
    }


def finding(**said: object) -> Row:
    return {
        "submission_id": f"sub-{BEGINNING}-{A}", "period": BEGINNING, "school_code": A, "dataset": "student",
        "file": "student.xlsx", "sheet": "Trang 1", "excel_row": 3, "excel_column": "C", "field": "full_name",
        "value": "Lê Bí Mật", "public_value": None, "rule_id": "FLD001", "severity": "query",
        "message_vi": "Họ tên Lê Bí Mật", "message_en": "Name Lê Bí Mật", "public_message_vi": "Họ tên …",
        "public_message_en": "Name …", "fix_vi": "Sửa Lê Bí Mật", "fix_en": "Mend Lê Bí Mật", "public_fix_vi": "Sửa …",
        "public_fix_en": "Mend …", "cause_id": "c1", "row_id": 2**21 + 3, "sender_code": A,
        "status": "open",
    } | said  # fmt: skip


def sample(home: Path, *, shift: int = 0, is_shuffled: bool = False) -> Staged:
    """Write the sample; ``shift`` and ``is_shuffled`` change where and when things arrived, not what they say."""
    staged = Staged(home, shift)
    learners_a = [learner(n) for n in range(1, 15)] + [
        learner(0, person_key=None, link="review", full_name="Lê Bí Mật")
    ]
    learners_b = [learner(n, class_name="4B") for n in range(21, 33)] + [learner(99, outcome="rejected")]
    at_end_a = [learner(n) for n in range(2, 15)] + [learner(1, status_code="08", status_date=date(2026, 2, 1))]
    at_end_b = [learner(n, class_name="4B") for n in range(21, 33)]
    at_end_b.append(learner(1, class_name="4B", status_code="06", ethnicity_code=None, home_province_code="01"))
    submissions = [
        (BEGINNING, A, {
            "school": [school(A)], "class": [class_("4A", homeroom_teacher_name="trần thị 501"), class_("4C", class_code="L3")],
            "student": learners_a, "staff": [teacher(501), teacher(502, staff_group_code="02")],
            "facility": [facility("classroom", 10), facility("library", 1)],
        }),
        (BEGINNING, B, {
            "school": [school(B, ward_code="26737")], "class": [class_("4B")], "student": learners_b,
            "staff": [teacher(503, outcome="queried")],
        }),
        (END, A, {
            "school": [school(A, school_name="Trường mới")], "class": [class_("4A")], "student": at_end_a,
            "staff": [teacher(501, qualification_code="02")], "facility": [facility("classroom", 11)],
            "staff_discipline": [{"staff_code": "GV501", "discipline_type_code": "01", "discipline_date": date(2026, 3, 1)}],
            "result": [result(1), result(2), result(2, subject_code=None, honesty_rating_code="T"), result(77)],
        }),
        (END, B, {"class": [class_("4B")], "student": at_end_b}),
    ]  # fmt: skip
    for period, sender, datasets in reversed(submissions) if is_shuffled else submissions:
        items = sorted(datasets.items(), reverse=is_shuffled)
        staged.submit(period, sender, **dict(items))
    staged.findings = [finding(), finding(excel_row=4, rule_id="FLD002")]
    if is_shuffled:
        staged.findings.reverse()
    staged.write()
    return staged
