"""The staff dataset of one school."""

import unicodedata

import numpy as np

from pipelines.generation.chance import Days, Flags, Floats, Ints, Objects, Weighted, year_of
from pipelines.generation.names import family_names, full_names
from pipelines.generation.people.families import addresses, mobile_numbers
from pipelines.generation.people.population import ethnicities, personal_ids
from pipelines.generation.people.workforce import EMPLOYEE, MANAGER, TEACHER, Employments
from pipelines.generation.tables import Columns, Office, Table, Value, blank_unless, code_list, dates, staff_codes
from schemas.text import fold

# Speciality of the diploma by subject taught (codes of the lists teaching_subject and speciality).
_SPECIALITY = {
    1: "140201", 2: "140201", 9: "140202", 22: "140209", 20: "140217", 7: "140231", 23: "140211", 17: "140212",
    21: "140213", 18: "140218", 6: "140219", 16: "140204", 24: "140246", 10: "140210", 8: "140206", 5: "140221",
    19: "140222", 25: "140208",
}  # fmt: skip
_MANAGER_SPECIALITY = {1: "140201", 2: "140202", 3: "140209", 4: "140217", 5: "140209"}
_OTHER_SPECIALITY = "000000"
# Ranks by level: usual, senior (staff_rank).
_TEACHER_RANKS = {1: ("02", "01"), 2: ("05", "04"), 3: ("09", "08"), 4: ("12", "11"), 5: ("12", "11")}
_POSITION_RANKS = {15: "17", 16: "22", 11: "50", 9: "58", 10: "21", 25: "26"}
_ENGLISH_SUBJECT, _ENGLISH = 7, "01"
_GUARD_AND_COOK = (17, 20)
PERMANENT, FIXED_TERM, DECREE_68, LABOUR = "07", "08", "02", "03"
YEARS_OF_A_STEP, LAST_STEP = 3, 9
SENIOR_SINCE = 16  # years after which teachers have the senior rank
_PARTY_AGE = 24


def staff_names(office: Office) -> Objects:
    """Full names in the order of the staff rows."""
    staff, chance = office.staff, office.chance
    ethnicity = ethnicities(chance, office.gazetteer, staff["person"], staff["ward"])
    surname = family_names(chance, "family name", staff["person"], ethnicity)
    return full_names(chance, "name", staff["person"], staff["sex"].astype(np.int64), surname)


def staff_table(office: Office) -> Table:
    """All staff columns that any of our schools uses, one row for each member."""
    staff, chance, count = office.staff, office.chance, len(office.staff)
    person = staff["person"].astype(np.int64)
    year = year_of(staff["birth_date"])
    sex = staff["sex"].astype(np.int64)
    names = staff_names(office)
    codes = staff_codes(staff)
    columns: Columns = office.key_columns(count) | {
        "staff_code": codes,
        "personal_id": personal_ids(staff["prefix"].astype(np.int64), sex, year, staff["serial"].astype(np.int64)),
        "full_name": names.tolist(),
        "birth_date": dates(staff["birth_date"]),
        "sex_code": code_list(staff["sex"]),
        "ethnicity_code": ethnicities(chance, office.gazetteer, person, staff["ward"]).tolist(),
        "identity_issue_date": dates(chance.days("identity card", "2021-03-01", "2024-06-30", person)),
        "identity_issue_place": ["Cục Cảnh sát QLHC về TTXH"] * count,
        "social_insurance_number": [str(n) for n in chance.integers("insurance", 10**9, 10**10, person).tolist()],
        "phone": mobile_numbers(chance, "staff", person),
        "email": [_email(name, code) for name, code in zip(names, codes, strict=True)],
        "hometown": [
            office.gazetteer.name("province", f"{p:02d}", has_districts=True) for p in staff["prefix"].tolist()
        ],
        "home_address": addresses(chance, office.school.is_urban, person),
        "staff_group_code": code_list(staff["group"]),
        "position_code": code_list(staff["position"]),
        "level_code": code_list(staff["level"]),
        "status_code": code_list(staff["status"]),
        "status_date": dates(staff["status_day"]),
    }
    columns |= office.place_columns(staff["ward"], "home_")
    columns |= _work(office, year)
    columns |= _training(office, year)
    columns |= _ratings(office, year)
    return Table("staff", columns, person)


def _email(name: str, code: str) -> str:
    words = fold(unicodedata.normalize("NFC", name)).replace("'", "").split()
    return f"{words[-1]}.{words[0]}{code[-4:]}@edu.vn"


def seniority(office: Office) -> Ints:
    """Completed years since hiring at the census date."""
    days = (np.datetime64(office.census_date) - office.staff["hire_date"]).astype(np.int64)
    return np.maximum(days // 365, 0)


def years_after(days: Days, years: Ints) -> Days:
    """Some days so many years later, counted as ``seniority`` does."""
    later: Days = days + (365 * years).astype("m8[D]")
    return later


def contracts(office: Office) -> list[str]:
    """Public servants, first for a fixed term; guards and cooks by contract; private schools by labour contract."""
    if office.school.is_private:
        return [LABOUR] * len(office.staff)
    by_years = np.where(seniority(office) < 2, FIXED_TERM, PERMANENT)
    helper = np.isin(office.staff["position"], _GUARD_AND_COOK) & (office.staff["group"] == EMPLOYEE)
    return np.where(helper, DECREE_68, by_years).tolist()  # type: ignore[no-any-return]


def public_employees(office: Office) -> Flags:
    return np.isin(contracts(office), (PERMANENT, FIXED_TERM))


def paid_by_scale(office: Office) -> Flags:
    """Public employees, and those who are paid like them."""
    paid: Flags = public_employees(office) | (np.array(contracts(office)) == DECREE_68)
    return paid


def salary_steps(years: Ints) -> Ints:
    """The step of the salary scale after so many years."""
    return np.minimum(1 + years // YEARS_OF_A_STEP, LAST_STEP)


def salary_coefficients(staff: Employments, step: Ints) -> Floats:
    graduate = staff["group"] != EMPLOYEE
    return np.round(np.where(graduate, 2.34, 1.86) + np.where(graduate, 0.33, 0.2) * (step - 1), 2)


def _work(office: Office, year: Ints) -> Columns:
    """Contract, rank and salary (rules STA009 to STA012)."""
    staff, chance = office.staff, office.chance
    years = seniority(office)
    public, paid = public_employees(office), paid_by_scale(office)
    step = salary_steps(years)
    manager, lead = staff["group"] == MANAGER, np.isin(staff["position"], (1, 2, 3, 4, 5, 6))
    leadership = np.select([np.isin(staff["position"], (1, 5)), manager], [0.45, 0.35], 0.2)
    incentive = np.where(np.isin(staff["level"], (1, 2)), 35, 30)
    entry = year_of(np.maximum(staff["hire_date"], staff["status_day"]))
    agency = "Sở Giáo dục và Đào tạo" if office.school.kind.levels[-1] in ("04", "05") else "Ủy ban nhân dân"
    return {
        "contract_type_code": contracts(office),
        "hire_date": dates(staff["hire_date"]),
        "hiring_agency": [agency] * len(staff),
        "profession_start_date": dates(staff["hire_date"]),
        "school_entry_year": entry.tolist(),
        "rank_code": blank_unless(public, ranks(staff, years)),
        "salary_step_code": blank_unless(paid, [f"{s:02d}" for s in step.tolist()]),
        "salary_coefficient": blank_unless(paid, salary_coefficients(staff, step).tolist()),
        "salary_effective_date": blank_unless(
            paid, dates(years_after(staff["hire_date"], YEARS_OF_A_STEP * (step - 1)))
        ),
        "seniority_allowance": blank_unless(public & (years >= 5) & (staff["group"] != EMPLOYEE), years.tolist()),
        "leadership_allowance": blank_unless(manager | (lead & public), leadership.tolist()),
        "incentive_allowance": blank_unless(public & (staff["group"] != EMPLOYEE), incentive.tolist()),
        "weekly_periods": blank_unless(
            staff["group"] == TEACHER, chance.integers("periods", 14, 24, staff["person"]).tolist()
        ),
        "is_teaching_two_sessions": blank_unless(staff["group"] == TEACHER, (staff["level"] <= 2).tolist()),
        "is_party_member": _in_party(office, year).tolist(),
        "party_join_date": blank_unless(
            _in_party(office, year), dates(np.array([f"{y + _PARTY_AGE}-05-19" for y in year.tolist()], dtype="M8[D]"))
        ),
    }


def _in_party(office: Office, year: Ints) -> Flags:
    old_enough = office.period.school_year - year > _PARTY_AGE + 1
    share = np.where(office.staff["group"] == MANAGER, 1.0, 0.4)
    return old_enough & office.chance.flag("party", share, office.staff["person"])


def ranks(staff: Employments, years: Ints) -> list[Value]:
    """Ranks after so many years."""
    rows = zip(
        staff["group"].tolist(), staff["position"].tolist(), staff["level"].tolist(), years.tolist(), strict=True
    )
    return [
        _POSITION_RANKS.get(position, "19") if group == EMPLOYEE else _TEACHER_RANKS[level][seniority >= SENIOR_SINCE]
        for group, position, level, seniority in rows
    ]


def _needs_college(staff: Employments) -> Flags:
    """Preschool teachers need a college diploma, all others a degree."""
    return np.isin(staff["subject"], (1, 2))


def diplomas(office: Office) -> Objects:
    """Codes of the highest diploma (list qualification)."""
    group, draw = office.staff["group"], office.chance.uniform("diploma", office.staff["person"])
    preschool = np.select([draw < 0.30, draw < 0.97], ["17", "16"], "18")
    others = np.select([draw < 0.84, draw < 0.95], ["16", "02"], "17")
    employee = np.select([draw < 0.4, draw < 0.7], ["03", "04"], "05")
    taught = np.where(_needs_college(office.staff), preschool, others)
    return np.where(group == TEACHER, taught, np.where(group == EMPLOYEE, employee, "16"))


def specialities(staff: Employments) -> list[str]:
    """Codes of the speciality of the diploma."""
    return [
        _OTHER_SPECIALITY if g == EMPLOYEE else _SPECIALITY.get(s) or _MANAGER_SPECIALITY[level]
        for g, s, level in zip(staff["group"].tolist(), staff["subject"].tolist(), staff["level"].tolist(), strict=True)
    ]


def universities(office: Office) -> list[str]:
    """Where managers and teachers were trained."""
    return office.chance.pick("university", _UNIVERSITIES, office.staff["person"]).tolist()  # type: ignore[no-any-return]


def standard_ratings(office: Office) -> list[str]:
    """How managers and teachers meet their professional standard this year (codes of the list professional_standard)."""
    rating = office.chance.pick(
        "standard", Weighted.of([("01", 45), ("02", 45), ("03", 10)]), office.staff["person"], office.period.school_year
    )
    return rating.tolist()  # type: ignore[no-any-return]


def _training(office: Office, year: Ints) -> Columns:
    """Diplomas, the standard they meet (rule STA013), languages (STA008) and further training."""
    staff, chance = office.staff, office.chance
    person, group, subject = staff["person"], staff["group"], staff["subject"]
    teacher = group == TEACHER
    needs_college = _needs_college(staff)
    diploma = diplomas(office)
    standard = np.where(
        needs_college, np.select([diploma == "17", diploma == "16"], ["01", "02"], "03"),
        np.select([diploma == "16", diploma == "02"], ["01", "02"], "03"),
    )  # fmt: skip
    levels = {"02": "08", "16": "07", "03": "07", "17": "06", "04": "06", "18": "05", "05": "05"}
    english = subject == _ENGLISH_SUBJECT
    framework = np.where(staff["level"] >= 4, "05", "04")
    return {
        "qualification_code": diploma.tolist(),
        "training_standard_code": blank_unless(teacher, standard.tolist()),
        "main_speciality_code": specialities(staff),
        "main_training_level_code": blank_unless(group != EMPLOYEE, [levels[code] for code in diploma.tolist()]),
        "training_institution": blank_unless(group != EMPLOYEE, universities(office)),
        "informatics_level_code": chance.pick("informatics", _INFORMATICS, person).tolist(),
        "main_foreign_language_code": blank_unless(english, [_ENGLISH] * len(staff)),
        "language_certificate_group_code": blank_unless(english, ["01"] * len(staff)),
        "language_certificate_type_code": blank_unless(english, np.where(staff["level"] >= 4, "08", "07").tolist()),
        "language_framework_level_code": blank_unless(english, framework.tolist()),
        "political_theory_level_code": blank_unless(group == MANAGER, ["02"] * len(staff)),
        "education_management_level_code": blank_unless(group == MANAGER, ["01"] * len(staff)),
        "subject_code": code_list(subject),
    }


_UNIVERSITIES = Weighted.of(
    (name, 1) for name in ("Đại học Sư phạm Hà Nội", "Đại học Sư phạm TP. Hồ Chí Minh", "Đại học Vinh",
                           "Đại học Quy Nhơn", "Đại học Cần Thơ", "Đại học Sư phạm Huế",
                           "Đại học Sài Gòn", "Đại học Sư phạm Thái Nguyên")
)  # fmt: skip
_INFORMATICS = Weighted.of([("01", 75), ("02", 12), ("08", 5), ("06", 8)])


def _ratings(office: Office, year: Ints) -> Columns:
    """Professional standard: judged for managers and teachers, "not judged" for employees (STA014)."""
    staff, chance = office.staff, office.chance
    judged = staff["group"] != EMPLOYEE
    values = [
        code if is_judged else "04" for code, is_judged in zip(standard_ratings(office), judged.tolist(), strict=True)
    ]
    excellent = (staff["group"] == TEACHER) & chance.flag("excellent", 0.2, staff["person"])
    return {
        "professional_standard_code": values,
        "self_professional_standard_code": values,
        "regular_training_result_code": blank_unless(judged, values),
        "public_employee_rating_code": chance.pick(
            "rating", Weighted.of([("01", 20), ("02", 75), ("03", 5)]), staff["person"]
        ).tolist(),
        "excellent_teacher_level_code": blank_unless(excellent, ["01"] * len(staff)),
    }
