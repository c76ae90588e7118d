"""The mistakes that are planted in results, finance and exam registrations, as a table (see ``students``)."""

from bisect import bisect_right
from datetime import date, timedelta

from pipelines.generation.mistakes.planting import Kind, Row
from pipelines.generation.mistakes.spoiling import (
    below,
    blank,
    both,
    code,
    edits,
    filled,
    in_grades,
    is_one_of,
    lacks,
    lowered,
    writes,
    yes,
)

_YEAR = is_one_of("term_code", "3")
_SUBJECT = filled("subject_code")
_SUMMARY = lacks("subject_code")
_PROMOTED = both(_YEAR, is_one_of("is_promoted", True))
_SECONDARY = in_grades(6, 12)
_MARKED = filled("score")
_PASSES_COMMENT = is_one_of("subject_rating_2021_code", "Đ")
_OF_LEVEL = is_one_of("budget_line_code", "16", "24", "32", "40", "48")
_RECURRENT = is_one_of("budget_line_code", "15")
# Marks at which a learning rating changes (Circular 22/2021 art. 9), and a title (art. 15).
_BANDS = (3.5, 5.0, 6.5, 8.0, 9.0)


def _stays_in_its_band(row: Row) -> bool:
    """Whether the mark may be 0.3 higher without another rating of the learner."""
    mark = float(row.text("score"))
    return mark + 0.3 <= 10 and bisect_right(_BANDS, mark) == bisect_right(_BANDS, mark + 0.3)


LIST_KINDS = [
    Kind("FLD001", "result", "term_code", blank),
    Kind("FLD003", "result", "birth_date", lambda row: f"31/02/{row.day('birth_date').year}"),
    Kind("FLD011", "result", "subject_code", writes("Môn tự chọn X"), _SUBJECT),
    Kind("RES001", "result", "score", writes("vắng"), filled("score"), weight=2),
    Kind("RES002", "result", "score", writes(-1), filled("score")),
    Kind("RES003", "result", "score", lambda row: round(float(row.text("score")) * 10),
         lambda row: row.value("score") is not None and float(row.text("score")) >= 1.1, weight=2),
    Kind("RES002", "result", "periodic_test_score", writes(-1), filled("periodic_test_score")),
    Kind("RES005", "result", "periodic_test_score", writes(7.5), filled("periodic_test_score")),
    Kind("RES015", "result", "days_absent", writes(400), filled("days_absent")),
    Kind("XSC025", "result", "learner_id", edits("learner_id", lambda number: f"99{number[2:]}"), filled("learner_id")),
    Kind("XSC030", "result", "full_name", edits("full_name", lambda name: f"{name} Anh"), filled("learner_id"),
         keeps="local_code"),
    Kind("XSC030", "result", "birth_date",
         lambda row: row.written("birth_date", row.day("birth_date") - timedelta(days=31)), filled("learner_id"),
         keeps="local_code"),
    Kind("FIN001", "finance", "planned_amount", writes(-5), filled("planned_amount")),
    Kind("FLD009", "finance", "planned_amount", writes("năm trăm triệu"), filled("planned_amount")),
    Kind("FLD011", "finance", "budget_line_code", writes("Chi khác không rõ")),
    Kind("FLD001", "exam_registration", "birth_date", blank),
    Kind("FLD005", "exam_registration", "birth_date",
         lambda row: row.written("birth_date", date(row.office.census_date.year + 20, 5, 12))),
    Kind("EXA001", "exam_registration", "learner_id", edits("learner_id", lambda number: f"99{number[2:]}"),
         filled("learner_id")),
    Kind("EXA003", "exam_registration", "birth_date",
         lambda row: row.written("birth_date", row.day("birth_date") - timedelta(days=31)), filled("learner_id")),
    Kind("EXA003", "exam_registration", "sex_code",
         lambda row: row.written("sex_code", "02" if row.value("sex_code") == "01" else "01"), filled("learner_id")),
    Kind("EXA004", "exam_registration", "second_elective_code", blank, is_one_of("is_independent_candidate", False)),
    Kind("EXA004", "exam_registration", "first_elective_code", code("first_elective_code", "toan")),
    Kind("EXA007", "exam_registration", "foreign_language_code", blank, filled("foreign_language_code")),
    Kind("EXA007", "exam_registration", "foreign_language_code", code("foreign_language_code", "01"),
         lacks("foreign_language_code")),
    Kind("RES004", "result", "score", lambda row: round(float(row.text("score")) + 0.04, 2),
         both(_SECONDARY, _MARKED, below("score", 9.9))),
    Kind("RES006", "result", "subject_rating_2021_code", blank, _PASSES_COMMENT),
    Kind("FLD038", "result", "subject_rating_2021_code", writes("M"), _PASSES_COMMENT),
    Kind("RES007", "result", "subject_code", code("subject_code", "03"), both(_SECONDARY, _MARKED)),
    Kind("RES008", "result", "score", lambda row: round(float(row.text("score")) + 0.3, 1),
         both(_YEAR, _SECONDARY, _MARKED, _stays_in_its_band), keeps="local_code"),
    Kind("RES009", "result", "learning_rating_code", code("learning_rating_code", "1"),
         is_one_of("learning_rating_code", "3", "4"), keeps="local_code", weight=2),
    Kind("RES010", "result", "learning_rating_code", code("learning_rating_code", "3"),
         is_one_of("learning_rating_code", "1"), keeps="local_code"),
    Kind("RES010", "result", "primary_overall_rating_code", code("primary_overall_rating_code", "CHT"),
         is_one_of("primary_overall_rating_code", "HTXS", "HTT"), keeps="local_code"),
    Kind("RES012", "result", "primary_overall_rating_code", code("primary_overall_rating_code", "HTXS"),
         is_one_of("primary_overall_rating_code", "HT"), keeps="local_code"),
    Kind("RES014", "result", "days_absent", writes(60), both(_PROMOTED, filled("learning_rating_code"))),
    Kind("RES014", "result", "is_promoted", yes("is_promoted"),
         both(is_one_of("is_promoted", False), is_one_of("primary_overall_rating_code", "CHT"))),
    Kind("RES016", "result", "is_programme_completed", yes("is_programme_completed"), filled("is_promoted")),
    Kind("RES018", "result", "title_code", code("title_code", "xuat-sac"), is_one_of("title_code", "gioi")),
    # A total of a level is broken down twice, so both rules speak of it. Sums are asked of a school all of whose lines can be read.
    Kind("FIN002", "finance", "planned_amount", lowered("planned_amount", 10),
         both(_OF_LEVEL, filled("planned_amount")), keeps="school_code"),
    Kind("FIN003", "finance", "final_amount", lowered("final_amount", 10),
         both(_OF_LEVEL, filled("final_amount")), keeps="school_code"),
    Kind("FIN004", "finance", "estimated_amount", lowered("estimated_amount", 10),
         both(_RECURRENT, filled("estimated_amount")), keeps="school_code"),
    Kind("FIN005", "finance", "planned_amount", writes(600_000),
         both(_RECURRENT, filled("planned_amount")), keeps="school_code"),
    Kind("FIN006", "finance", "final_amount", writes(100), lacks("final_amount")),
    Kind("FIN006", "finance", "fiscal_year", lambda row: row.office.period.school_year - 3),
    Kind("RES013", "result", "learning_rating_code", blank, both(_PROMOTED, _SUMMARY, filled("learning_rating_code"))),
]  # fmt: skip
