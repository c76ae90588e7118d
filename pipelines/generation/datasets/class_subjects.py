"""The class_subject dataset of one school: what each class is taught, how many lessons, by whom in each term.

Told for the terms that have begun: the first until the middle of a school year, both at its end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from pipelines.generation.chance import Ints
from pipelines.generation.datasets.classes import homeroom_rows
from pipelines.generation.datasets.curriculum import curriculum
from pipelines.generation.people.workforce import PRESENT, TEACHER
from pipelines.generation.tables import Columns, Office, Table, Value, staff_codes
from pipelines.periods import Point

# The subjects that teachers of one kind teach (codes of the lists teaching_subject and subject).
_TEACHES = {
    22: ("15", "34", "53"), 20: ("19", "39", "57"), 7: ("11", "22", "42", "64"), 23: ("16", "35", "54", "66"),
    17: ("17", "36", "55", "66"), 21: ("18", "37", "56", "66"), 18: ("20", "40", "58"), 6: ("21", "41", "59"),
    16: ("26", "52", "65"), 24: ("27", "46"), 10: ("12", "87", "32", "38", "63"), 8: ("10", "28", "48"),
    5: ("06", "29"), 19: ("07", "30"), 25: ("47",),
}  # fmt: skip
# Lessons a week, where it is not two.
_LESSONS = {
    "01": 5, "02": 8, "03": 1, "06": 1, "07": 1, "08": 1, "09": 1, "11": 4, "12": 1, "91": 3,
    "15": 4, "19": 4, "22": 3, "26": 1, "27": 1, "29": 1, "30": 1, "32": 1, "66": 4,
    "34": 3, "39": 3, "42": 3, "47": 1, "52": 1, "53": 4, "57": 3, "87": 2,
}  # fmt: skip
_USUAL_LESSONS = 2
# Weeks of the terms, and the weight of their marks in that of the year (Circular 22/2021 art. 9).
_WEEKS, _WEIGHTS = (18, 17), (1, 2)
_MARKS, _COMMENTS, _MARKS_AND_COMMENTS = "0", "1", "2"  # assessment_method
_PRIMARY = "02"
_Key = tuple[int, int]  # stage and section of a class


def subjects_of(kind: int) -> tuple[str, ...]:
    """The subjects that teachers of one kind teach; none for class teachers."""
    return _TEACHES.get(kind, ())


@dataclass(frozen=True)
class Teachers:
    """Who holds the posts of the teachers, by day: a post outlives its holders."""

    office: Office

    @cached_property
    def _by_subject(self) -> dict[tuple[str, int], list[int]]:
        """Posts by subject (list subject) and level, 0 for any."""
        posts: dict[tuple[str, int], list[int]] = {}
        staff = self.office.staff[self.office.staff["group"] == TEACHER]
        for post, kind, level in np.unique(staff[["post", "subject", "level"]]).tolist():
            for subject in subjects_of(kind):
                for of_level in (level, 0):
                    posts.setdefault((subject, of_level), []).append(post)
        return posts

    @cached_property
    def _class_posts(self) -> dict[_Key, int]:
        sections = self.office.school.sections
        levels = [self.office.school.level_of(stage) for stage, _ in sections]
        posts = self.office.staff["post"][homeroom_rows(self.office, levels)]
        return dict(zip(sections, posts.tolist(), strict=True))

    def post(self, subject: str, level: str, key: _Key) -> int:
        """Who teaches a subject to a class: a teacher of the subject at its level, else elsewhere in the school, else its own."""
        posts = self._by_subject.get((subject, int(level))) or self._by_subject.get((subject, 0))
        return posts[self.office.school.sections.index(key) % len(posts)] if posts else self._class_posts[key]

    @cached_property
    def _codes(self) -> list[str]:
        return staff_codes(self.office.staff)

    def holder(self, post: int, day: date) -> str:
        """The staff code of who held a post on a day of this school year."""
        staff = self.office.staff
        rows = np.flatnonzero(staff["post"] == post)
        here = np.isin(staff["status"][rows], PRESENT)
        stayed: Ints = rows[~here & (staff["status_day"][rows] > np.datetime64(day))]
        row = stayed[np.argmin(staff["status_day"][stayed])] if len(stayed) else rows[here][0]
        return self._codes[int(row)]


def class_subject_table(office: Office, students: Table) -> Table:
    """One row for each class of grade 1 to 12, its subjects and the terms that have begun."""
    rows = list(_rows(office))
    names = ("class_code", "subject_code", "teacher_staff_code", "term1_periods", "term2_periods",
             "assessment_method_code", "term1_score_weight", "term2_score_weight", "term_code",
             "term_teacher_staff_code")  # fmt: skip
    columns: Columns = {name: [row[n] for row in rows] for n, name in enumerate(names)}
    no = {name: [False] * len(rows) for name in ("is_specialised_subject", "is_vnen_subject")}
    return Table("class_subject", office.key_columns(len(rows)) | columns | no)


def _rows(office: Office) -> Iterator[tuple[Value, ...]]:
    year, teachers = office.period.school_year, Teachers(office)
    # Who taught on these days taught the term.
    terms = [("1", date(year, 10, 1)), ("2", date(year + 1, 2, 1))][: 2 if office.period.point is Point.END else 1]
    for stage, section in office.school.sections:
        if stage < 1:
            continue
        level = office.school.level_of(stage)
        taught = curriculum(level, stage, section, year)
        code = office.class_code(stage, section) if office.has_class_codes else office.class_names[stage, section]
        for subject in taught.subjects:
            post = teachers.post(subject, level, (stage, section))
            lessons = _LESSONS.get(subject, _USUAL_LESSONS)
            is_scored = subject in taught.scored
            weights = _WEIGHTS if is_scored and level != _PRIMARY else (None, None)
            method = (_MARKS_AND_COMMENTS if level == _PRIMARY else _MARKS) if is_scored else _COMMENTS
            for term, day in terms:
                yield (code, subject, teachers.holder(post, office.census_date), *(lessons * n for n in _WEEKS),
                       method, *weights, term, teachers.holder(post, day))  # fmt: skip
