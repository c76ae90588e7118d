"""The learning_resource dataset of one school: digital resources that its teachers made, reviewed and published."""

import numpy as np

from pipelines.generation.chance import Ints, Weighted, new_year
from pipelines.generation.datasets.class_subjects import subjects_of
from pipelines.generation.datasets.curriculum import curriculum
from pipelines.generation.datasets.employees import staff_names
from pipelines.generation.datasets.honours import by_year
from pipelines.generation.people.workforce import CENTRE_HEAD, HEAD, PRESENT, TEACHER
from pipelines.generation.tables import Columns, Office, Table, Value, blank_unless, dates, grade_code, staff_codes
from schemas.catalogue import load_catalogue

# Share of the teachers who make one in a year; since when.
_SHARE, _FIRST_YEAR = 0.25, 2019
_PRESENTATION, _AUDIO, _VIDEO = "presentation", "audio", "video"
_MEDIA = Weighted.of([(_PRESENTATION, 35), ("elearning", 15), (_VIDEO, 15), ("lesson_plan", 15), ("question_bank", 8),
                      ("text", 6), (_AUDIO, 3), ("simulation", 3)])  # fmt: skip
_FILES = {_PRESENTATION: "pptx", "elearning": "zip", _VIDEO: "mp4", "lesson_plan": "docx", "question_bank": "docx",
          "text": "pdf", _AUDIO: "mp3", "simulation": "zip"}  # fmt: skip
_TITLES = {_PRESENTATION: "Bài trình chiếu", "elearning": "Bài giảng điện tử", _VIDEO: "Video bài giảng",
           "lesson_plan": "Kế hoạch bài dạy", "question_bank": "Đề kiểm tra", "text": "Tài liệu ôn tập",
           _AUDIO: "Bài nghe", "simulation": "Thí nghiệm mô phỏng"}  # fmt: skip
# Megabytes, at most.
_SIZES = {_VIDEO: 900, "elearning": 200, "simulation": 120, _AUDIO: 60}
_USUAL_SIZE = 25
_RESERVED = "all-rights-reserved"
_LICENCES = Weighted.of([("sector-internal", 50), ("cc-by", 15), ("cc-by-sa", 10), ("cc-by-nc", 15), (_RESERVED, 10)])
_APPROVED, _REJECTED, _WAITING = "approved", "rejected", "submitted"
_OUTCOMES = Weighted.of([(_APPROVED, 90), (_REJECTED, 4), ("needs_changes", 6)])
_ENGLISH_SUBJECT = 7
_PRESCHOOL_TITLES = ("Khám phá thế giới xung quanh", "Làm quen với toán", "Làm quen với chữ cái", "Bé yêu âm nhạc")


def resource_table(office: Office, students: Table) -> Table:
    """Oldest first; who leaves the school takes along what they made."""
    member, year = _made(office)
    chance, staff = office.chance, office.staff[member]
    who = (staff["person"], year)
    media = chance.pick("media", _MEDIA, *who)
    outcome = chance.pick("review", _OUTCOMES, *who)
    review = new_year(year) + chance.integers("review day", 300, 420, *who).astype("m8[D]")
    published = review + chance.integers("days until publication", 1, 21, *who).astype("m8[D]")
    today = np.datetime64(office.census_date)
    is_reviewed = review <= today
    # A resource that is approved is published some days later.
    is_published = is_reviewed & (outcome == _APPROVED) & (published <= today)
    is_heard = np.isin(media, (_AUDIO, _VIDEO))
    linked = chance.flag("linked", 0.6, *who)
    codes = [
        f"HL{code}{y % 100:02d}" for code, y in zip(np.array(staff_codes(office.staff))[member], year, strict=True)
    ]
    about = [_about(office, row, int(y)) for row, y in zip(member.tolist(), year.tolist(), strict=True)]
    names = staff_names(office)
    count = len(member)
    columns: Columns = office.key_columns(count) | {
        "resource_code": codes,
        "title": [f"{_TITLES[kind]}: {title}" for kind, (_, _, title) in zip(media.tolist(), about, strict=True)],
        "media_type_code": media.tolist(),
        "subject_code": [subject for subject, _, _ in about],
        "grade_code": [grade for _, grade, _ in about],
        "author": names[member].tolist(),
        "author_staff_code": np.array(staff_codes(office.staff))[member].tolist(),
        "licence_code": chance.pick("licence", _LICENCES, *who).tolist(),
        "url": blank_unless(linked, [f"https://hoclieu.edu.vn/{office.school.code}/{code}" for code in codes]),
        "file_name": blank_unless(
            ~linked, [f"{code}.{_FILES[kind]}" for code, kind in zip(codes, media.tolist(), strict=True)]
        ),
        "language_code": np.where(staff["subject"] == _ENGLISH_SUBJECT, "en", "vi").tolist(),
        "duration_minutes": blank_unless(is_heard, chance.integers("minutes", 5, 46, *who).tolist()),
        "size_mb": [
            round(0.5 + draw * _SIZES.get(kind, _USUAL_SIZE), 1)
            for draw, kind in zip(chance.uniform("size", *who).tolist(), media.tolist(), strict=True)
        ],
        "published_date": blank_unless(is_published, dates(published)),
        "review_status_code": np.where(is_reviewed, outcome, _WAITING).tolist(),
        "reviewer_name": blank_unless(is_reviewed, [_head(office)] * count),
        "review_date": blank_unless(is_reviewed, dates(review)),
    }
    return Table("learning_resource", columns)


def _made(office: Office) -> tuple[Ints, Ints]:
    """The teachers who are there and the school years in which they made something, in the order of the years."""
    member, year = by_year(office, "resource", _SHARE)
    staff = office.staff[member]
    kept = np.flatnonzero(
        (staff["group"] == TEACHER) & np.isin(staff["status"], PRESENT) & (year >= _FIRST_YEAR)
    )  # fmt: skip
    order = kept[np.argsort(year[kept], kind="stable")]
    return member[order], year[order]


def _about(office: Office, row: int, year: int) -> tuple[Value, Value, str]:
    """Subject, grade and title: what the teacher teaches, in one of the grades of their level."""
    member = office.staff[row]
    level, draw = f"{int(member['level']):02d}", office.chance.generator(f"resource {year}", int(member["person"]))
    stages = [stage for stage in office.school.stages if office.school.level_of(stage) == level]
    stage = stages[int(draw.integers(len(stages)))]
    grade = grade_code(stage, level)
    if stage < 1:
        return None, grade, _PRESCHOOL_TITLES[int(draw.integers(len(_PRESCHOOL_TITLES)))]
    taught = curriculum(level, stage, 0, year).subjects
    own = [subject for subject in subjects_of(int(member["subject"])) if subject in taught]
    subject = own[0] if own else taught[int(draw.integers(len(taught)))]
    label = next(code.label_vi for code in load_catalogue().code_lists["subject"] if code.code == subject)
    return subject, grade, f"{label} {stage}, bài {int(draw.integers(1, 36))}"


def _head(office: Office) -> str:
    """The name of who leads the school."""
    staff = office.staff
    leads = np.isin(staff["position"], (HEAD, CENTRE_HEAD)) & np.isin(staff["status"], PRESENT)
    return str(staff_names(office)[np.flatnonzero(leads)[0]])
