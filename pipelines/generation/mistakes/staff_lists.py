"""The mistakes that are planted in the lists of staff (salary, training, languages …), as a table (see ``students``)."""

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
from pipelines.generation.mistakes.planting import Kind
from pipelines.generation.mistakes.spoiling import blank, edits, filled, is_one_of, writes

# The date of each list that has one.
_DATES = {"staff_salary": "effective_date", "staff_training": "start_date", "staff_language": "issue_date",
          "staff_award": "award_date", "staff_discipline": "discipline_date"}  # fmt: skip
# A field of each list that is written as code or label, where labels differ by more than a letter.
_CODES = {"staff_training": "training_mode_code", "staff_award": "award_type_code",
          "staff_discipline": "discipline_type_code", "staff_language_training": "organiser_code",
          "staff_pedagogy_training": "organiser_code", "staff_standard_assessment": "superior_rating_code"}  # fmt: skip
_LISTS = tuple(dict.fromkeys((*_DATES, *_CODES)))
# Labels with a letter too many, by the code that they mean.
_NEAR = {"staff_discipline": ("discipline_type_code", "01", "Khiển tráchh"),
         "staff_training": ("training_mode_code", "08", "Vừa làm - Vừa họcc"),
         "staff_language_training": ("organiser_code", "02", "Sở/Phòng/Trường tổ chứcc"),
         "staff_pedagogy_training": ("organiser_code", "02", "Sở/Phòng/Trường tổ chứcc")}  # fmt: skip

_RARE = 0.1
# A row of another school or year keeps out its whole sheet, of which FLD029 then says no more: in lists without that mistake.
_REFUSED = ("staff_training", "staff_language", "staff_award")

_OF_EVERY_LIST = [
    kind
    for name in _LISTS
    for kind in (
        Kind("FLD001", name, "staff_code", blank),
        Kind("FLD014", name, "staff_code", edits("staff_code", lambda code: code * 4)),
        Kind("FLD019", name, "staff_code", with_space("staff_code")),
        Kind("XSC027", name, "staff_code", unknown_code("staff_code"), weight=2),
        Kind("FLD015", name, "school_year", writes("năm nay"), weight=_RARE),
    )
]
_OF_DATES = [
    kind
    for name, day in _DATES.items()
    for kind in (
        Kind("FLD003", name, day, impossible_day(day)),
        Kind("FLD004", name, day, month_first(day), is_after_the_12th(day)),
        Kind("FLD005", name, day, years_ahead(day, 3)),
        Kind("FLD006", name, day, lost_millennium(day)),
        Kind("FLD037", name, day, short_year(day)),
    )
]
_OF_CODES = [
    kind
    for name, field in _CODES.items()
    for kind in (
        Kind("FLD011", name, field, writes("Chưa xếp loại được")),
        Kind("FLD017", name, field, without_zeros(field), writes_codes(field, "0")),
        Kind("FLD018", name, field, decomposed(field), has_accents(field)),
        Kind("FLD020", name, field, as_decimal(field), writes_codes(field)),
    )
]
_OF_SENDERS = [
    kind
    for name in _REFUSED
    for kind in (
        Kind("FIL018", name, "school_code",
             edits("school_code", lambda code: f"{code[:-1]}{(int(code[-1]) + 1) % 10}"), weight=_RARE),
        Kind("FIL019", name, "school_year", lambda row: row.office.period.school_year - 1, weight=_RARE),
        Kind("IDN017", name, "school_code", unknown_code("school_code"), weight=_RARE),
    )
]  # fmt: skip
_OTHERS = [
    Kind("FLD009", "staff_salary", "salary_coefficient", with_unit("salary_coefficient", "(mới)")),
    Kind("FLD010", "staff_salary", "salary_coefficient", writes(-2.34)),
    Kind("FLD022", "staff_salary", "over_scale_percent", writes("-")),
    Kind("STA012", "staff_salary", "salary_coefficient", writes(498), filled("salary_coefficient")),
    Kind("STA015", "staff_salary", "over_scale_percent", writes(0.07)),
    Kind("FLD029", "staff_salary", "effective_date", repeats("effective_date", "staff_code"), weight=2),
    Kind("FLD014", "staff_training", "training_school_name", edits("training_school_name", lambda name: ", ".join([name] * 20))),
    Kind("FIL021", "staff_training", "training_school_name", lost_letter("training_school_name")),
    Kind("FLD022", "staff_training", "certificate", writes("không có")),
    Kind("FLD011", "staff_language", "foreign_language_level_code", writes("Trung cấp lý luận")),
    Kind("FLD009", "staff_language", "score", with_unit("score", "điểm"), filled("score"), weight=2),
    Kind("FLD010", "staff_language", "score", writes(-6), filled("score")),
    Kind("FIL021", "staff_award", "award_content", lost_letter("award_content")),
    Kind("FLD018", "staff_award", "award_content", decomposed("award_content")),
    Kind("FLD022", "staff_award", "decision_no", writes("chưa có")),
    Kind("FLD022", "staff_discipline", "decision_no", writes("chưa rõ"), filled("decision_no")),
    Kind("FLD001", "staff_standard_assessment", "self_rating_code", blank),
    Kind("FLD001", "staff_standard_assessment", "assessment_content", blank),
    Kind("FLD029", "staff_standard_assessment", "criterion_code",
         repeats("criterion_code", "staff_code", "standard_set_code"), weight=2),
    Kind("FLD001", "staff_language_training", "result_code", blank),
    Kind("FLD001", "staff_pedagogy_training", "course_code", blank),
    Kind("FLD029", "staff_pedagogy_training", "course_code", repeats("course_code", "staff_code"), weight=3),
]  # fmt: skip

STAFF_LIST_KINDS = [
    *_OF_EVERY_LIST,
    *_OF_DATES,
    *_OF_CODES,
    *_OF_SENDERS,
    *(Kind("FLD012", name, field, writes(near), is_one_of(field, code)) for name, (field, code, near) in _NEAR.items()),
    *_OTHERS,
]
