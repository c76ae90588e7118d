"""The mistakes that are planted in lists of staff, classes, rooms and in the school itself, as a table."""

import unicodedata
from datetime import date, timedelta

from pipelines.generation.mistakes.planting import Kind, Row
from pipelines.generation.mistakes.spoiling import (
    above,
    as_number,
    at_level,
    at_point,
    blank,
    both,
    code,
    copies,
    edits,
    filled,
    is_one_of,
    loses_a_zero,
    raised,
    shifts,
    with_digit,
    writes,
    yes,
)
from pipelines.generation.people.workforce import first_employee
from pipelines.generation.styles import Cell
from pipelines.generation.tables import staff_codes
from pipelines.periods import Point

_ENGLISH = "07"
_PERMANENT = is_one_of("contract_type_code", "07", "08")
_PAID = is_one_of("contract_type_code", "02", "07", "08")
_TEACHES = is_one_of("staff_group_code", "03")
_WORKS = is_one_of("status_code", "01", "07")
_RATED = both(is_one_of("staff_group_code", "01", "03"), _WORKS, filled("professional_standard_code"))
_NURSERY = "02"

STAFF_KINDS = [
    Kind("FLD001", "staff", "qualification_code", blank),
    Kind("FLD001", "staff", "contract_type_code", blank),
    Kind("FLD002", "staff", "main_training_level_code", blank, is_one_of("staff_group_code", "01", "03")),
    Kind("FLD003", "staff", "birth_date", lambda row: f"31/09/{row.day('birth_date').year}"),
    Kind("FLD005", "staff", "hire_date", lambda row: row.written("hire_date", date(2041, 9, 1))),
    Kind("FLD008", "staff", "weekly_periods", writes("17,5"), _TEACHES),
    Kind("FLD009", "staff", "salary_coefficient", lambda row: f"hệ số {row.value('salary_coefficient')}",
         filled("salary_coefficient")),
    Kind("FLD010", "staff", "incentive_allowance", writes(-30), filled("incentive_allowance")),
    Kind("FLD011", "staff", "contract_type_code", writes("Thời vụ")),
    Kind("FLD012", "staff", "status_code", writes("Đang làm viêcj"), is_one_of("status_code", "01")),
    Kind("FLD015", "staff", "email", edits("email", lambda mail: mail.replace("@", "")), weight=2),
    Kind("FLD017", "staff", "personal_id", edits("personal_id", as_number),
         loses_a_zero),
    Kind("FLD018", "staff", "full_name", edits("full_name", lambda name: unicodedata.normalize("NFD", name))),
    Kind("FLD019", "staff", "full_name", edits("full_name", lambda name: f"{name} ")),
    Kind("FLD023", "staff", "full_name", edits("full_name", lambda name: f"{name} (TD)1")),
    Kind("FLD027", "staff", "phone", edits("phone", lambda number: number[:-2])),
    Kind("FLD029", "staff", "staff_code", copies("staff_code")),
    Kind("FLD030", "staff", "personal_id", copies("personal_id")),
    # An identity card of nine digits: a query as long as cards were valid, then a number that was cut off.
    Kind("IDN002", "staff", "personal_id", edits("personal_id", lambda number: number[3:])),
    Kind("IDN009", "staff", "personal_id", blank),
    Kind("IDN003", "staff", "personal_id", edits("personal_id", lambda number: number[3:])),
    Kind("IDN005", "staff", "personal_id", edits("personal_id", with_digit(3, lambda d: d ^ 1))),
    Kind("IDN007", "staff", "personal_id", edits("personal_id", with_digit(5, lambda d: d + 3))),
    Kind("IDN020", "staff", "staff_code", edits("staff_code", lambda number: f"{number[:4]}#{number[4:]}")),
    Kind("STA001", "staff", "birth_date", shifts("birth_date", -60)),
    Kind("STA002", "staff", "hire_date", shifts("hire_date", 12, since="birth_date")),
    Kind("STA003", "staff", "hire_date", shifts("hire_date", 17, since="birth_date"), _PERMANENT),
    Kind("STA004", "staff", "birth_date",
         lambda row: row.written("birth_date", date(row.office.census_date.year - 66, 5, 12)),
         both(_PERMANENT, _WORKS)),
    Kind("STA005", "staff", "status_date",
         lambda row: row.written("status_date", row.day("hire_date") - timedelta(days=400)), filled("status_date")),
    Kind("STA006", "staff", "position_code", code("position_code", "11"), _TEACHES),
    Kind("STA007", "staff", "subject_code", blank, both(_TEACHES, _WORKS), weight=2),
    Kind("STA008", "staff", "main_foreign_language_code", blank, is_one_of("subject_code", _ENGLISH)),
    Kind("STA009", "staff", "salary_coefficient", blank, _PAID),
    Kind("STA010", "staff", "incentive_allowance", blank, both(_PERMANENT, is_one_of("staff_group_code", "01", "03"))),
    Kind("STA011", "staff", "leadership_allowance", blank, both(_PERMANENT, is_one_of("staff_group_code", "01"))),
    Kind("STA012", "staff", "salary_coefficient", lambda row: round(float(row.text("salary_coefficient")) * 100),
         filled("salary_coefficient"), weight=2),
    Kind("STA013", "staff", "training_standard_code", lambda row: row.written("training_standard_code", "02"),
         both(_TEACHES, is_one_of("training_standard_code", "01", "03"))),
    Kind("STA014", "staff", "professional_standard_code", blank, both(at_point(Point.END), _RATED)),
    Kind("XSC020", "staff", "subject_code", code("subject_code", _NURSERY), both(_TEACHES, at_level("01", is_there=False))),
    Kind("XSC024", "staff", "full_name", writes("Nguyễn Văn Hiệu"), is_one_of("position_code", "01", "05"), weight=20),
]  # fmt: skip


def _an_employee(row: Row) -> Cell:
    """The code of one of the school's employees, who teaches no class."""
    return staff_codes(row.office.staff)[first_employee(row.office.staff)]


def _another_province(row: Row) -> Cell:
    home = row.text("province_code")
    provinces = row.office.gazetteer.provinces(has_districts=row.office.has_districts)
    return row.written("province_code", next(code for code in provinces if code != home))


# A rejected class takes its learners along, so mistakes of error severity are rare among classes.
_RARE = 0.03
OTHER_KINDS = [
    # The name of the teacher would make up for the code.
    Kind("CLS010", "class", "homeroom_staff_code", blank, lambda row: "homeroom_teacher_name" not in row.grid.headers),
    Kind("CLS008", "class", "boarding_type_code", blank, is_one_of("is_boarding", True), weight=_RARE),
    Kind("CLS009", "class", "first_language_periods_code", blank, filled("first_language_periods_code"), weight=_RARE),
    Kind("CLS004", "class", "preschool_age_group_code", blank, is_one_of("grade_code", "16", "17"), weight=_RARE),
    Kind("CLS005", "class", "preschool_age_group_code", code("preschool_age_group_code", "01"),
         is_one_of("grade_code", "17"), weight=_RARE),
    Kind("CLS006", "class", "is_combined", yes("is_combined"), is_one_of("is_combined", False), weight=_RARE),
    Kind("CLS007", "class", "is_specialised", yes("is_specialised"), is_one_of("is_specialised", False), weight=_RARE),
    Kind("FLD019", "class", "homeroom_teacher_name", edits("homeroom_teacher_name", lambda name: f" {name}")),
    Kind("FLD008", "class", "student_count", lambda row: f"{row.value('student_count')} em", weight=_RARE),
    Kind("XSC007", "class", "homeroom_staff_code", _an_employee),
    # Children whose rows are rejected do not count: a few more than the limit of 15 and 25.
    Kind("XSC015", "class", "preschool_age_group_code", code("preschool_age_group_code", "01"),
         both(is_one_of("preschool_age_group_code", "03"), above("student_count", 17))),
    Kind("XSC016", "class", "preschool_age_group_code", code("preschool_age_group_code", "04"),
         both(is_one_of("preschool_age_group_code", "06"), above("student_count", 28))),
    Kind("XSC006", "class", "homeroom_staff_code", edits("homeroom_staff_code", lambda number: f"{number[:-2]}XX"),
         weight=_RARE),
    Kind("FAC002", "facility", "in_use_quantity", raised("in_use_quantity", 3)),
    Kind("FAC003", "facility", "quantity", writes(0), filled("area_m2")),
    Kind("FAC006", "facility", "construction_code", code("construction_code", "not_applicable"),
         is_one_of("facility_type_code", "classroom")),
    Kind("XSC008", "facility", "campus_code", edits("campus_code", lambda number: f"{number}9"), filled("campus_code")),
    Kind("FAC004", "facility", "area_m2", lambda row: float(row.text("area_m2")) * 10,
         is_one_of("facility_type_code", "classroom")),
    Kind("FAC005", "facility", "built_year", lambda row: row.office.census_date.year + 2),
    Kind("FLD009", "facility", "area_m2", lambda row: f"{row.value('area_m2')} m2"),
    Kind("FLD044", "facility", "area_m2", lambda row: f"{float(row.text('area_m2')):.3f}",
         lambda row: 1 <= float(row.text("area_m2") or 0) < 1000),
    Kind("FAC001", "facility", "construction_code", blank, above("quantity", 0)),
    # Told at the school's first row of classrooms, of toilets for boys and of those for girls.
    Kind("XSC021", "facility", "quantity", writes(400), lambda row: row.number == 0),
    Kind("XSC023", "facility", "quantity", writes(1),
         both(is_one_of("facility_type_code", "toilet_student_male", "toilet_student_female"), above("quantity", 2)),
         weight=5),
    Kind("CAM001", "campus", "district_code", blank),
    Kind("CAM002", "campus", "province_code", _another_province),
    Kind("CAM003", "campus", "distance_km", writes(60), weight=5),
    Kind("SCH002", "school", "school_type_code",
         lambda row: row.written("school_type_code", "07" if row.office.school.kind.levels == ("01",) else "13")),
    Kind("SCH004", "school", "class_count", writes(90), at_level("05", is_there=False)),
    Kind("XSC022", "school", "has_toilets", lambda row: row.written("has_toilets", False),
         lambda row: row.style.yes_no != "marks"),
    Kind("SCH003", "school", "ownership_code", code("ownership_code", "02")),
    Kind("SCH005", "school", "class_count", writes(90)),
    Kind("SCH006", "school", "class_count", writes(4), is_one_of("is_extremely_hard_area", False)),
    Kind("SCH007", "school", "student_count", writes(3)),
    Kind("XSC009", "school", "student_count", raised("student_count", 7)),
    Kind("XSC010", "school", "class_count", raised("class_count", 1)),
]  # fmt: skip
