-- A school whose results have not arrived cannot be compared.
WITH studied AS (
    SELECT DISTINCT
        r.school_code,
        n.student_row_id,
        r.subject_code
    FROM accepted_result AS r
    JOIN learner_of_result AS n ON n.row_id = r.row_id
    SEMI JOIN exam_subject AS x ON x.subject_code = r.subject_code
),
elective AS (
    SELECT
        e.row_id,
        e.school_code,
        m.student_row_id,
        unnest(['first_elective_code', 'second_elective_code']) AS field,
        unnest([e.first_elective_code, e.second_elective_code]) AS value
    FROM accepted_exam_registration AS e
    JOIN candidate_learner AS m ON m.row_id = e.row_id
    WHERE e.is_independent_candidate IS DISTINCT FROM TRUE
      AND m.student_row_id IS NOT NULL
)
SELECT
    e.row_id,
    e.field,
    e.value,
    code_label('exam_subject', e.value) AS shown
FROM elective AS e
JOIN exam_subject AS taught ON taught.code = e.value AND taught.subject_code IS NOT NULL
SEMI JOIN accepted_result AS school ON school.school_code = e.school_code AND school.subject_code IS NOT NULL
ANTI JOIN studied AS s ON s.student_row_id = e.student_row_id AND s.subject_code = taught.subject_code
