"""The exam_registration dataset of one school: who registers for the graduation examination at the end of grade 12."""

from datetime import date

import numpy as np

from pipelines.generation.datasets.curriculum import curriculum
from pipelines.generation.tables import Columns, Office, Table
from pipelines.periods import Point

LAST_GRADE = 12
# The subject of grade 12, upper secondary or continuing education, by which an elective is learnt.
ELECTIVES = {
    "vat-li": ("35", "54"), "hoa-hoc": ("36", "55"), "sinh-hoc": ("37", "56"), "tin-hoc": ("38", "63"),
    "lich-su": ("40", "58"), "dia-li": ("41", "59"), "gdktpl": ("52", "65"), "cong-nghe-cn": ("46",),
}  # fmt: skip
_LANGUAGE, _ENGLISH, _ENGLISH_SUBJECT = "ngoai-ngu", "01", "42"
# By which the list says who registers.
WHO = (
    "learner_id",
    "personal_id",
    "full_name",
    "birth_date",
    "sex_code",
    "ethnicity_code",
    "class_code",
    "class_name",
)


def exam_registration_table(office: Office, students: Table) -> Table:
    """One row for each learner of grade 12 who is there and has a personal number; none but at the end of a year."""
    numbers = np.array([number is not None for number in students.columns["personal_id"]], dtype=bool)
    registers = office.active & (office.roll["stage"] == LAST_GRADE) & numbers
    rows = np.flatnonzero(registers if office.period.point is Point.END else np.zeros_like(registers))
    year = office.period.school_year
    level = office.school.kind.levels[-1]
    chosen = [
        _choice(office, level, int(section), int(person))
        for section, person in zip(
            office.roll["section"][rows].tolist(), office.roll["person"][rows].tolist(), strict=True
        )
    ]
    count = len(rows)
    columns: Columns = office.key_columns(count) | {
        "exam_year": [year + 1] * count,
        "registration_code": [f"{office.school.code}{number:04d}" for number in range(1, count + 1)],
        **{name: [students.columns[name][row] for row in rows.tolist()] for name in WHO},
        "is_independent_candidate": [False] * count,
        "is_continuing_education": [level == "05"] * count,
        "first_elective_code": [first for first, _ in chosen],
        "second_elective_code": [second for _, second in chosen],
        "foreign_language_code": [_ENGLISH if _LANGUAGE in pair else None for pair in chosen],
        "registration_date": [
            date(year + 1, 4, 21 + int(person) % 8) for person in office.roll["person"][rows].tolist()
        ],
        "submission_status_code": ["accepted"] * count,
    }
    return Table("exam_registration", columns, office.roll["person"].astype(np.int64)[rows])


def _choice(office: Office, level: str, section: int, person: int) -> tuple[str, str]:
    """Two different electives among the subjects of the class."""
    taught = curriculum(level, LAST_GRADE, section, office.period.school_year).scored
    options = [name for name, subjects in ELECTIVES.items() if set(subjects) & set(taught)]
    options += [_LANGUAGE] if _ENGLISH_SUBJECT in taught else []
    first, second = office.chance.generator("electives", person).choice(options, size=2, replace=False).tolist()
    return first, second
