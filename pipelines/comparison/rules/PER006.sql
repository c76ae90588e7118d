SELECT
    row_id,
    'grade_code' AS field,
    label AS value,
    learner_id AS shown,
    last_label AS expected,
    label AS found
FROM grade_step
WHERE grade_number < last_grade_number
