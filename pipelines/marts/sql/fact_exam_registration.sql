WITH told AS (
    SELECT
        r.*,
        c.census_date,
        coalesce(by_id.learner_key, by_number.learner_key) AS learner_key
    FROM accepted_exam_registration AS r
    JOIN collection AS c ON c.period = r.period
    LEFT JOIN learner_number AS by_id
        ON by_id.kind = 'learner_id' AND by_id.number = r.learner_id
        AND by_id.school_code = r.school_code AND by_id.period = r.period
    LEFT JOIN learner_number AS by_number
        ON by_number.kind = 'personal_id' AND by_number.number = r.personal_id
        AND by_number.school_code = r.school_code AND by_number.period = r.period
)

SELECT
    r.learner_key,
    r.period,
    r.school_code,
    school.school_key,
    enrolment.class_key,
    r.school_year,
    r.exam_year,
    r.is_independent_candidate,
    r.is_continuing_education,
    r.first_elective_code,
    first_elective.label_vi AS first_elective_label,
    r.second_elective_code,
    second_elective.label_vi AS second_elective_label,
    r.foreign_language_code,
    foreign_language.label_vi AS foreign_language_label,
    r.is_language_exempted,
    r.admission_region_code,
    admission_region.label_vi AS admission_region_label,
    r.registration_date,
    r.submission_status_code,
    submission_status.label_vi AS submission_status_label,
    p.position AS sheet_position,
    place_row(r.row_id) AS excel_row
FROM told AS r
JOIN sheet_position AS p ON p.sheet_id = place_sheet(r.row_id)
LEFT JOIN dim_school AS school
    ON school.school_code = r.school_code
    AND r.census_date BETWEEN school.valid_from AND coalesce(school.valid_to, DATE '9999-12-31')
LEFT JOIN fact_enrolment AS enrolment
    ON enrolment.learner_key = r.learner_key AND enrolment.period = r.period AND enrolment.school_code = r.school_code
LEFT JOIN code AS first_elective ON first_elective.list = 'exam_subject' AND first_elective.code = r.first_elective_code
LEFT JOIN code AS second_elective ON second_elective.list = 'exam_subject' AND second_elective.code = r.second_elective_code
LEFT JOIN code AS foreign_language ON foreign_language.list = 'foreign_language' AND foreign_language.code = r.foreign_language_code
LEFT JOIN code AS admission_region ON admission_region.list = 'admission_region' AND admission_region.code = r.admission_region_code
LEFT JOIN code AS submission_status ON submission_status.list = 'submission_status' AND submission_status.code = r.submission_status_code
