"""The school, campus and facility datasets: the school itself and what it stands on."""

import math

import numpy as np

from pipelines.generation.datasets.employees import staff_names
from pipelines.generation.names import MALE
from pipelines.generation.people.families import addresses, mobile_numbers
from pipelines.generation.people.workforce import CENTRE_HEAD, HEAD, PRESENT
from pipelines.generation.tables import Columns, Office, Table, Value
from schemas.text import fold

# A student toilet for so many boys or girls (rule XSC023 allows 200).
_LEARNERS_PER_TOILET = 120


def school_table(office: Office) -> Table:
    """The one row of the school; its totals are the counts of the other datasets."""
    school, gazetteer = office.school, office.gazetteer
    place = gazetteer.place(school.ward, has_districts=office.has_districts)
    me = np.array([school.index])
    draw = office.chance.generator("premises", school.index)
    head = int(
        np.flatnonzero(
            np.isin(office.staff["position"], (HEAD, CENTRE_HEAD)) & np.isin(office.staff["status"], PRESENT)
        )[0]
    )
    has = office.roll[office.active]
    host = fold(school.name).replace(" ", "").replace("&", "").replace(",", "").replace("-", "")
    boards = bool((has["stage"] < 1).any()) or (school.is_urban and "02" in school.kind.levels)
    row: dict[str, Value] = {
        "school_code": school.code,
        "school_name": school.name,
        "school_year": office.period.school_year,
        "level_group_code": school.kind.level_group,
        "ownership_code": "09" if school.is_private else "01",
        "school_type_code": school.kind.school_type,
        "province_code": place.province,
        "district_code": place.district or None,
        "ward_code": place.ward,
        "region_code": "04" if school.is_hard_area else "03" if school.is_urban else "02",
        "area_code": "04" if school.is_hard_area else "02" if school.is_urban else "03",
        "is_extremely_hard_area": school.is_hard_area,
        "national_standard_code": ("02", "03", None)[int(draw.integers(3))],
        "principal_name": str(staff_names(office)[head]),
        "principal_phone": mobile_numbers(office.chance, "staff", office.staff["person"][head : head + 1])[0],
        "phone": f"02{int(draw.integers(10**8, 10**9))}",
        "email": f"{host}{school.code}@edu.vn",
        "website": f"https://{host}.edu.vn",
        "address": addresses(office.chance, school.is_urban, -me)[0],
        "established_date": np.datetime64(f"{int(draw.integers(1960, 2016))}-09-05").item(),
        "area_m2": float(draw.integers(20, 150) * 100),
        "campus_count": school.campuses,
        "staff_count": int(np.isin(office.staff["status"], PRESENT).sum()),
        "student_count": int(office.active.sum()),
        "class_count": len(school.sections),
        "has_grid_power": True,
        "has_clean_water": bool(draw.random() < 0.97),
        "has_toilets": True,
        "has_internet": True,
        "has_internet_for_teaching": bool(draw.random() < 0.97),
        "has_computers_for_teaching": bool(draw.random() < 0.95),
        "teaches_two_sessions": school.stages[0] < 6,
        "has_boarders": boards,
        "has_residential_students": False,
        "has_disabled_students": bool((has["disability"] > 0).any()),
        "has_handwashing_programme": True,
        "has_life_skills_education": True,
        "has_school_counselling": bool(draw.random() < 0.8),
        "has_party_cell": True,
        "is_minimum_quality_met": True,
    }
    return Table("school", {name: [value] for name, value in row.items()})


def campus_table(office: Office) -> Table:
    """Sites besides the main one; schools without any send no campus table."""
    count = office.school.campuses
    draw = office.chance.generator("campuses", office.school.index)
    places = office.place_columns(np.full(count, office.school.ward))
    names = [f"Điểm trường {name}" for name in ("Thôn Thượng", "Thôn Trung", "Thôn Hạ", "Thôn Đông")[:count]]
    columns: Columns = office.key_columns(count) | {
        "campus_code": [office.campus_code(number) for number in range(count)],
        "campus_name": names,
        "address": [f"{name}, cách trung tâm xã" for name in names],
        "distance_km": [round(float(draw.uniform(0.8, 9)), 1) for _ in names],
        "area_m2": [float(draw.integers(4, 30) * 100) for _ in names],
    }
    return Table("campus", columns | places)


def facility_table(office: Office) -> Table:
    """Rooms and grounds: enough classrooms (rule XSC021) and toilets (XSC022, XSC023) at the main site and others."""
    school = office.school
    draw = office.chance.generator("facilities", school.index)
    active = office.roll[office.active]
    boys = int((active["sex"] == MALE).sum())
    girls = len(active) - boys
    large_room = 72.0 if "03" in school.kind.levels else 60.0
    permanent = math.ceil((len(school.sections) - school.campuses) * float(draw.uniform(1.0, 1.15)))
    plan: list[tuple[str | None, str, str, int, float]] = [
        (None, "classroom", "permanent", permanent, 52.0),
        (None, "library", "permanent", 1, 70.0),
        (None, "principal_office", "permanent", 1, 24.0),
        (None, "school_office", "permanent", 1, 36.0),
        (None, "medical_room", "permanent", 1, 20.0),
        (None, "guard_room", "semi_permanent", 1, 9.0),
        (None, "toilet_teacher_shared", "permanent", 2, 15.0),
        (None, "water_point", "not_applicable", 2, 6.0),
        (None, "playground", "not_applicable", 1, 1200.0),
    ]
    if "01" in school.kind.levels:
        shared = math.ceil(len(active) / 60)
        plan += [(None, "toilet_student_shared", "permanent", shared, 12.0), (None, "kitchen", "permanent", 1, 60.0)]
    if school.kind.levels != ("01",):
        plan += [
            (None, "toilet_student_male", "permanent", math.ceil((boys + 1) / _LEARNERS_PER_TOILET), 24.0),
            (None, "toilet_student_female", "permanent", math.ceil((girls + 1) / _LEARNERS_PER_TOILET), 24.0),
            (None, "computer_room", "permanent", 1, large_room),
            (None, "equipment_room", "permanent", 1, 48.0),
            (None, "sports_ground", "not_applicable", 1, 900.0),
        ]
    if school.stages[-1] > 5:
        plan += [(None, "subject_classroom", "permanent", int(draw.integers(2, 6)), large_room)]
    plan += [(office.campus_code(n), "classroom", "semi_permanent", 1, 45.0) for n in range(school.campuses)]
    campus, kind, construction, quantity, area = (list(column) for column in zip(*plan, strict=True))
    numbers = [int(n) for n in quantity]
    columns: Columns = office.key_columns(len(plan)) | {
        "campus_code": campus,
        "facility_type_code": kind,
        "construction_code": construction,
        "quantity": numbers,
        "area_m2": [round(n * a, 1) for n, a in zip(numbers, area, strict=True)],
        "meets_standard_quantity": [n - (n > 4) for n in numbers],
        "in_use_quantity": numbers,
        "built_year": [int(draw.integers(1995, 2023)) for _ in plan],
    }
    return Table("facility", columns)
