"""The mistakes that are planted in subjects of classes and learning resources, as a table (see ``students``)."""

from datetime import timedelta

from pipelines.generation.mistakes.cell_slips import (
    as_decimal,
    decomposed,
    has_accents,
    impossible_day,
    is_after_the_12th,
    lost_letter,
    lost_millennium,
    month_first,
    repeats,
    short_year,
    unknown_code,
    with_space,
    with_unit,
    without_zeros,
    writes_codes,
    years_ahead,
)
from pipelines.generation.mistakes.planting import Kind, Row
from pipelines.generation.mistakes.spoiling import blank, code, edits, filled, is_one_of, lacks, writes
from pipelines.generation.styles import Cell

_APPROVED = is_one_of("review_status_code", "approved")
_JUDGED = is_one_of("review_status_code", "approved", "rejected")
_HEARD = is_one_of("media_type_code", "audio", "video")
_UPPER_SECONDARY = ("10", "11", "12")


def _of_another_level(row: Row) -> Cell:
    """A subject whose name no other level has: defence education of upper secondary schools, Vietnamese of primary ones."""
    return row.written("subject_code", "02" if row.value("grade_code") in _UPPER_SECONDARY else "47")


_SUBJECT_KINDS = [
    Kind("FLD001", "class_subject", "subject_code", blank),
    Kind("FLD001", "class_subject", "class_code", blank),
    Kind("FLD001", "class_subject", "assessment_method_code", blank),
    Kind("FLD008", "class_subject", "term1_periods", with_unit("term1_periods", "tiết")),
    Kind("FLD008", "class_subject", "term2_score_weight", writes("1,5"), filled("term2_score_weight")),
    Kind("FLD010", "class_subject", "term2_periods", writes(-34)),
    Kind("FLD011", "class_subject", "subject_code", writes("Môn tự chọn X")),
    Kind("FLD011", "class_subject", "term_code", writes("Học kỳ hè")),
    Kind("FLD012", "class_subject", "assessment_method_code", writes("Môn chấm điểmm"),
         is_one_of("assessment_method_code", "0")),
    Kind("FLD014", "class_subject", "term_teacher_staff_code", edits("term_teacher_staff_code", lambda c: f"GV{c * 3}")),
    Kind("FLD015", "class_subject", "school_year", writes("năm nay"), weight=0.1),
    Kind("FLD016", "class_subject", "is_vnen_subject", writes("một phần")),
    Kind("FLD017", "class_subject", "subject_code", without_zeros("subject_code"), writes_codes("subject_code", "0")),
    Kind("FLD018", "class_subject", "assessment_method_code", decomposed("assessment_method_code"),
         has_accents("assessment_method_code")),
    Kind("FLD019", "class_subject", "class_code", with_space("class_code")),
    Kind("FLD020", "class_subject", "subject_code", as_decimal("subject_code"), writes_codes("subject_code")),
    Kind("FLD022", "class_subject", "teacher_staff_code", writes("chưa có")),
    Kind("FLD029", "class_subject", "subject_code",
         repeats("subject_code", "class_code", "term_code", "term_teacher_staff_code"), weight=2),
    Kind("XSC028", "class_subject", "class_code", unknown_code("class_code"), weight=2),
    Kind("XSC031", "class_subject", "teacher_staff_code", unknown_code("teacher_staff_code"),
         filled("teacher_staff_code")),
]  # fmt: skip

_RESOURCE_KINDS = [
    Kind("FLD001", "learning_resource", "title", blank),
    Kind("FLD001", "learning_resource", "media_type_code", blank),
    Kind("FLD003", "learning_resource", "review_date", impossible_day("review_date"), filled("review_date")),
    Kind("FLD004", "learning_resource", "review_date", month_first("review_date"), is_after_the_12th("review_date"),
         weight=2),
    Kind("FLD005", "learning_resource", "published_date", years_ahead("published_date", 3), filled("published_date")),
    Kind("FLD006", "learning_resource", "review_date", lost_millennium("review_date"), filled("review_date")),
    Kind("FLD009", "learning_resource", "size_mb", with_unit("size_mb", "MB")),
    Kind("FLD009", "learning_resource", "duration_minutes", with_unit("duration_minutes", "phút"), _HEARD),
    Kind("FLD010", "learning_resource", "size_mb", writes(-3)),
    Kind("FLD011", "learning_resource", "media_type_code", writes("Trò chơi dân gian")),
    Kind("FLD012", "learning_resource", "licence_code", writes("Dùng nội bộ ngành giáo dụcc"),
         is_one_of("licence_code", "sector-internal")),
    Kind("FLD014", "learning_resource", "title", edits("title", lambda title: "; ".join([title] * 20))),
    Kind("FLD018", "learning_resource", "title", decomposed("title")),
    Kind("FLD019", "learning_resource", "author", with_space("author")),
    Kind("FLD022", "learning_resource", "file_name", writes("không có"), lacks("file_name")),
    Kind("FLD029", "learning_resource", "resource_code", repeats("resource_code")),
    Kind("FLD037", "learning_resource", "review_date", short_year("review_date"), filled("review_date")),
    Kind("FIL021", "learning_resource", "title", lost_letter("title")),
    Kind("LRN001", "learning_resource", "url", blank, filled("url"), weight=2),
    Kind("LRN001", "learning_resource", "url", edits("url", lambda url: url.replace("https://", "www "))),
    Kind("LRN001", "learning_resource", "url", writes("https:///"), filled("url")),
    Kind("LRN001", "learning_resource", "file_name", blank, lacks("url")),
    Kind("LRN002", "learning_resource", "licence_code", code("licence_code", "unknown"), _APPROVED, weight=2),
    Kind("LRN002", "learning_resource", "author_staff_code", blank, is_one_of("licence_code", "all-rights-reserved"),
         weight=2),
    Kind("LRN003", "learning_resource", "subject_code", _of_another_level, filled("subject_code"), weight=2),
    Kind("LRN004", "learning_resource", "reviewer_name", blank, _JUDGED),
    Kind("LRN004", "learning_resource", "review_date", blank, _JUDGED),
    Kind("LRN004", "learning_resource", "review_status_code", code("review_status_code", "submitted"),
         filled("published_date"), ("published_date",)),
    Kind("LRN004", "learning_resource", "published_date",
         lambda row: row.written("published_date", row.day("review_date") - timedelta(days=20)),
         filled("published_date")),
    Kind("LRN005", "learning_resource", "author_staff_code", unknown_code("author_staff_code")),
    Kind("LRN005", "learning_resource", "duration_minutes", blank, _HEARD, weight=2),
    Kind("LRN005", "learning_resource", "duration_minutes", writes(900), _HEARD),
    Kind("LRN005", "learning_resource", "size_mb", writes(0)),
    Kind("LRN005", "learning_resource", "size_mb", writes(4000)),
]  # fmt: skip

TEACHING_KINDS = [*_SUBJECT_KINDS, *_RESOURCE_KINDS]
