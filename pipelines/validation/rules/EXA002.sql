WITH active AS (
    SELECT
        learner_id,
        personal_id,
        grade_code
    FROM accepted_student
    WHERE is_active_student(status_code)
      AND grade_code NOT IN ('12', '15')
),
independent AS (
    SELECT
        row_id,
        learner_id,
        personal_id
    FROM exam_registration
    WHERE is_independent_candidate
),
-- One join a number: an OR would compare every candidate with every learner.
in_lower_grade AS (
    SELECT
        e.row_id,
        s.grade_code
    FROM independent AS e
    JOIN active AS s ON s.learner_id = e.learner_id
    UNION ALL
    SELECT
        e.row_id,
        s.grade_code
    FROM independent AS e
    JOIN active AS s ON s.personal_id = e.personal_id
    WHERE e.learner_id IS NULL
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
    row_id,
    'is_independent_candidate',
    'true',
    min(code_label('grade', grade_code))
FROM in_lower_grade
GROUP BY row_id
