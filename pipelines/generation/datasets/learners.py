"""The student dataset of one school."""

import numpy as np

from pipelines.generation.chance import Flags, Floats, Ints, Weighted
from pipelines.generation.names import family_names, full_names
from pipelines.generation.people.families import family_columns
from pipelines.generation.people.population import Enrolments, ethnicities, personal_ids
from pipelines.generation.tables import Columns, Office, Table, Value, blank_unless, code_list, dates, grade_code

_RELIGIONS = Weighted.of([("99", 84), ("01", 8), ("02", 6), ("08", 1), ("05", 1)])
_BLOOD = Weighted.of([("4", 42), ("1", 21), ("2", 30), ("3", 7)])
VIETNAM = "704"
# Schools hold a personal number for about this share of their learners.
# Since pupils were matched to the population register (2023), few are without a number.
_HAS_PERSONAL_ID = 0.97


def learner_ids(roll: Enrolments) -> list[str]:
    """Ids from before our scheme: 10 digits, the first two of a province, the others scattered but distinct."""
    scattered = (roll["person"] * 38_200_961) % 100_000_000
    return [f"{p:02d}{n:08d}" for p, n in zip(roll["prefix"].tolist(), scattered.tolist(), strict=True)]


def student_table(office: Office) -> Table:
    """All student columns that any of our schools uses, one row for each enrolment."""
    roll, chance, count = office.roll, office.chance, len(office.roll)
    person = roll["person"]
    ethnicity = ethnicities(chance, office.gazetteer, roll["family"], roll["ward"])
    surname = family_names(chance, "family name", roll["family"], ethnicity)
    sex = roll["sex"].astype(np.int64)
    numbers = personal_ids(*(roll[name].astype(np.int64) for name in ("prefix", "sex", "birth_year", "serial")))
    columns: Columns = office.key_columns(count) | {
        "local_code": _local_codes(office),
        "learner_id": blank_unless(roll["knows_learner_id"], learner_ids(roll)),
        "personal_id": blank_unless(chance.flag("has personal id", _HAS_PERSONAL_ID, person), numbers),
        "full_name": full_names(chance, "name", person, sex, surname).tolist(),
        "birth_date": dates(roll["birth_date"]),
        "sex_code": code_list(roll["sex"]),
        "ethnicity_code": ethnicity.tolist(),
        "religion_code": chance.pick("religion", _RELIGIONS, roll["family"]).tolist(),
        "nationality_code": [VIETNAM] * count,
        "birth_place": [
            office.gazetteer.name("province", f"{p:02d}", has_districts=True) for p in roll["prefix"].tolist()
        ],
        "hometown": [
            office.gazetteer.name("province", f"{p:02d}", has_districts=True) for p in roll["prefix"].tolist()
        ],
        "health_insurance_number": [f"HS4{number[1:3]}{number[2:]}" for number in numbers],
        "blood_group_code": chance.pick("blood", _BLOOD, person).tolist(),
    }
    columns |= _schooling(office)
    columns |= _health(office)
    columns |= _support(office, ethnicity != "01")
    columns |= family_columns(office, ethnicity, surname)
    return Table("student", columns, person.astype(np.int64))


def _local_codes(office: Office) -> list[Value]:
    """The school's own numbers: distinct in the school, and no key to another school's."""
    scattered = (office.roll["person"] * 38_200_961 + office.school.index * 7_654_321) % 1_000_000_000
    return [f"HS{number:09d}" for number in scattered.tolist()]


def _schooling(office: Office) -> Columns:
    """Class, status, moves and memberships."""
    roll, school, year = office.roll, office.school, office.period.school_year
    keys = list(zip(roll["stage"].tolist(), roll["section"].tolist(), strict=True))
    stage = roll["stage"]
    pioneer = (stage >= 4) & (stage <= 9)
    member = (stage >= 11) & office.chance.flag("youth union", 0.7, roll["person"])
    boards = _boards(office)
    return {
        "class_name": [office.class_names[key] for key in keys],
        "class_code": [office.class_code(*key) for key in keys],
        "grade_code": [grade_code(s, school.level_of(s)) for s in stage.tolist()],
        "status_code": code_list(roll["status"]),
        "status_date": dates(roll["status_day"]),
        "admission_type_code": [str(value) for value in roll["admission"].tolist()],
        "leaving_term_code": [{4: "1", 5: "1", 8: "2", 9: "2"}.get(s) for s in roll["status"].tolist()],
        "dropout_reason_code": code_list(roll["dropout_reason"]),
        "transfer_destination_code": code_list(roll["destination"]),
        "transfer_to_province_code": [code or None for code in roll["to_province"].tolist()],
        "transfer_to_district_code": [code or None for code in roll["to_district"].tolist()],
        "transfer_from_district_code": [code or None for code in roll["from_district"].tolist()],
        "transfer_from_province_code": [code or None for code in roll["from_province"].tolist()],
        "is_pioneer": pioneer.tolist(),
        "pioneer_join_date": blank_unless(pioneer, _year_days(year - np.maximum(stage - 4, 0), "05-15")),
        "is_youth_union_member": member.tolist(),
        "youth_union_join_date": blank_unless(member, _year_days(year - (stage == 12), "03-26")),
        "is_boarder": boards.tolist(),
        "boarding_type_code": blank_unless(boards, ["02"] * len(roll)),
        "is_new_preschool_entrant": ((stage < 1) & (roll["entry_year"] == year)).tolist(),
        "is_in_five_year_old_class": (stage == 0).tolist(),
        "is_in_ministry_programme": [True] * len(roll),
    }


def _year_days(years: Ints, month_day: str) -> list[Value]:
    return dates(np.array([f"{year}-{month_day}" for year in years.tolist()], dtype="M8[D]"))


def _boards(office: Office) -> Flags:
    """Day boarders: nearly all in preschools, many in town primary schools."""
    roll = office.roll
    share: Floats = np.select(
        [roll["stage"] < 1, roll["stage"] < 6], [0.93, 0.6 if office.school.is_urban else 0.1], 0.0
    )
    return office.chance.flag("boards", share, roll["person"])


def _health(office: Office) -> Columns:
    """Height and weight follow the age; preschools also judge nutrition."""
    roll, chance = office.roll, office.chance
    person, age = roll["person"], office.period.school_year - roll["birth_year"]
    disabled = roll["disability"] > 0
    height = np.round(78 + 6.1 * np.minimum(age, 15) + 10 * (chance.uniform("height", person) - 0.5), 1)
    weight = np.round((height / 100) ** 2 * (14.5 + 0.35 * age + 3 * (chance.uniform("weight", person) - 0.5)), 1)
    small = roll["stage"] < 1
    nutrition = Weighted.of([("00", 90), ("01", 4), ("02", 3), ("04", 3)])
    return {
        "height_cm": height.tolist(),
        "weight_kg": weight.tolist(),
        "is_able_to_swim": chance.flag("swims", np.clip(age / 30, 0, 0.5), person).tolist(),
        "is_nutrition_checked": small.tolist(),
        "nutrition_status_code": blank_unless(small, chance.pick("nutrition", nutrition, person).tolist()),
        "is_disabled": disabled.tolist(),
        "disability_type_code": code_list(roll["disability"]),
    }


def _support(office: Office, minority: Flags) -> Columns:
    """Poor households and policy groups, without the contradictions of rule STU015."""
    roll, chance, family = office.roll, office.chance, office.roll["family"]
    poor = chance.flag("poor", np.where(office.school.is_hard_area, 0.22, 0.025), family)
    near = ~poor & chance.flag("near poor", 0.02, family)
    disabled = roll["disability"] > 0
    hard = minority & office.school.is_hard_area
    group = np.select([disabled, poor, near, hard], ["06", "08", "09", "11"], "")
    return {
        "policy_group_code": [code or None for code in group.tolist()],
        "is_poor_household": poor.tolist(),
        "support_form_code": blank_unless(poor | disabled, ["2"] * len(roll)),
        "is_study_cost_supported": (poor | disabled).tolist(),
        "is_lunch_supported": (poor & (roll["stage"] < 1)).tolist(),
        "is_rice_supplied": (hard & poor).tolist(),
    }
