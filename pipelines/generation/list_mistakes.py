"""The mistakes that are planted in results, finance and exam registrations, as a table (see student_mistakes)."""

from datetime import date, timedelta

from pipelines.generation.mistakes import Kind
from pipelines.generation.spoiling import blank, both, code, edits, filled, is_one_of, lacks, writes

_YEAR = is_one_of("term_code", "3")
_SUBJECT = filled("subject_code")
_SUMMARY = lacks("subject_code")
_PROMOTED = both(_YEAR, is_one_of("is_promoted", True))

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
    Kind("RES013", "result", "learning_rating_code", blank, both(_PROMOTED, _SUMMARY, filled("learning_rating_code"))),
]  # fmt: skip
