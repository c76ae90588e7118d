WITH active AS (
    SELECT
        learner_id,
        personal_id,
        grade_code
    FROM accepted_student
    WHERE is_active_student(status_code)
)
SELECT
    e.row_id,
    'is_independent_candidate' AS field,
    CAST(e.is_independent_candidate AS VARCHAR) AS value,
    code_label('grade', s.grade_code) AS grade
FROM exam_registration AS e
JOIN candidate_learner AS m ON m.row_id = e.row_id
JOIN accepted_student AS s ON s.row_id = m.student_row_id
WHERE e.is_independent_candidate IS DISTINCT FROM TRUE
  AND s.grade_code NOT IN ('12', '15')
UNION ALL
SELECT
    e.row_id,
    'is_independent_candidate',
    CAST(e.is_independent_candidate AS VARCHAR),
    min(code_label('grade', s.grade_code))
FROM exam_registration AS e
JOIN active AS s ON s.learner_id = e.learner_id OR (e.learner_id IS NULL AND s.personal_id = e.personal_id)
WHERE e.is_independent_candidate
  AND s.grade_code NOT IN ('12', '15')
GROUP BY
    e.row_id,
    e.is_independent_candidate
