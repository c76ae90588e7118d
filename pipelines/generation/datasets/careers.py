"""The careers of a school's staff: what they were paid over the years and where they were trained (staff_salary, staff_training).

Everything is drawn from the person and dated, so that a history only grows from collection to collection.
"""

from datetime import date

import numpy as np

from pipelines.generation.chance import Days, Ints, year_of
from pipelines.generation.datasets.employees import (
    LAST_STEP,
    SENIOR_SINCE,
    YEARS_OF_A_STEP,
    diplomas,
    paid_by_scale,
    public_employees,
    ranks,
    salary_coefficients,
    salary_steps,
    seniority,
    specialities,
    universities,
    years_after,
)
from pipelines.generation.people.workforce import EMPLOYEE
from pipelines.generation.tables import Columns, Office, Table, blank_unless, dates, staff_codes
from schemas.catalogue import load_catalogue

# Who has been on the last step for three years gets 5 % more, then 1 % a year (Circular 04/2005/TT-BNV).
_OVER_SCALE_SINCE = YEARS_OF_A_STEP * LAST_STEP
_FIRST_PERCENT = 5
# Years after which the salary changes: by the scale; of managers and teachers also by a senior rank.
_RISES = np.concatenate([np.arange(0, _OVER_SCALE_SINCE, YEARS_OF_A_STEP), np.arange(_OVER_SCALE_SINCE, 60)])
_RISES_AND_RANK = np.union1d(_RISES, [SENIOR_SINCE])
_DEGREE, _MASTER = "16", "02"
# Years of study by diploma (list qualification).
_STUDY = {"02": 2, "03": 4, "16": 4, "04": 3, "17": 3, "05": 2, "18": 2}
_AGE = 18
_FULL_TIME, _WHILE_WORKING = "01", "08"  # training_mode
# What employees learnt, by position, and where.
_MAJORS = {15: "Kế toán", 16: "Văn thư - Lưu trữ", 11: "Y sĩ đa khoa", 9: "Thư viện - Thông tin", 10: "Công nghệ thiết bị",
           25: "Tài chính - Kế toán", 20: "Kỹ thuật chế biến món ăn"}  # fmt: skip
_COLLEGE = "Trường Cao đẳng nghề tỉnh"
_GRADES = ("Giỏi", "Khá", "Trung bình khá")


def occurrences(counts: Ints) -> tuple[Ints, Ints]:
    """For so many rows of each member: the member of each row, and which of the member's rows it is, from 0."""
    member = np.repeat(np.arange(len(counts)), counts)
    return member, np.arange(len(member)) - np.repeat(np.cumsum(counts) - counts, counts)


def career_table(dataset: str, office: Office, member: Ints, columns: Columns) -> Table:
    """Rows about the members of staff at the places ``member``."""
    codes = staff_codes(office.staff)
    who = {"staff_code": [codes[place] for place in member.tolist()]}
    persons = office.staff["person"].astype(np.int64)[member]
    return Table(dataset, office.key_columns(len(member)) | who | columns, persons)


def salary_table(office: Office, students: Table) -> Table:
    """A row for each step of the scale that somebody reached, each rise beyond the last, and a new rank."""
    years = np.where(paid_by_scale(office), seniority(office), -1)
    changes = [_RISES if group == EMPLOYEE else _RISES_AND_RANK for group in office.staff["group"]]
    reached = [since[since <= now] for since, now in zip(changes, years, strict=True)]
    member = np.repeat(np.arange(len(reached)), [len(since) for since in reached])
    since = np.concatenate(reached)
    staff, step, rise = office.staff[member], salary_steps(since), np.maximum(since - _OVER_SCALE_SINCE + 1, 0)
    columns: Columns = {
        "effective_date": dates(years_after(staff["hire_date"], since)),
        "rank_code": blank_unless(public_employees(office)[member], ranks(staff, since)),
        "salary_step_code": [f"{s:02d}" for s in step.tolist()],
        "salary_coefficient": salary_coefficients(staff, step).tolist(),
        "over_scale_percent": blank_unless(rise > 0, (_FIRST_PERCENT + rise - 1).tolist()),
    }
    return career_table("staff_salary", office, member, columns)


def training_table(office: Office, students: Table) -> Table:
    """The diploma of everybody; who has a master's took a degree before."""
    diploma = diplomas(office)
    has_master = diploma == _MASTER
    member, number = occurrences(1 + has_master.astype(np.int64))
    staff, is_master = office.staff[member], number == 1
    code = np.where(has_master[member] & ~is_master, _DEGREE, diploma[member])
    is_employee = staff["group"] == EMPLOYEE
    # Masters began a year early, so that the youngest of them, who are 23, are done.
    start = year_of(staff["birth_date"]) + _AGE - has_master[member] + np.where(is_master, _STUDY[_DEGREE], 0)
    end = start + np.array([_STUDY[c] for c in code.tolist()], dtype=np.int64)
    labels = {c.code: c.label_vi for c in load_catalogue().code_lists["speciality"]}
    speciality = [specialities(office.staff)[place] for place in member.tolist()]
    position = staff["position"].tolist()
    grade = office.chance.integers("grade of the diploma", 0, len(_GRADES), staff["person"], number)
    columns: Columns = {
        "training_school_name": [
            _COLLEGE if employee else universities(office)[place]
            for employee, place in zip(is_employee.tolist(), member.tolist(), strict=True)
        ],
        "speciality_code": speciality,
        "major_name": [
            _MAJORS.get(p) if e else labels[s]
            for p, e, s in zip(position, is_employee.tolist(), speciality, strict=True)
        ],
        "start_date": dates(_day(start, 9, 5)),
        "end_date": dates(_day(end, 6, 15)),
        "training_mode_code": np.where(is_master, _WHILE_WORKING, _FULL_TIME).tolist(),
        "certificate_code": code.tolist(),
        "certificate": [f"Bằng tốt nghiệp loại {_GRADES[g]}" for g in grade.tolist()],
    }
    return career_table("staff_training", office, member, columns)


def _day(years: Ints, month: int, day: int) -> Days:
    return np.array([date(year, month, day) for year in years.tolist()], dtype="M8[D]")
