-- A learner is known by the id, without one by the school's own code, without both by the personal number.
WITH misfit AS (
    SELECT
        n.*,
        s.grade_code AS known_grade_code,
        s.class_code AS known_class_code
    FROM result_learner AS n
    LEFT JOIN accepted_student AS s ON s.row_id = n.student_row_id
)
SELECT
    r.row_id,
    CASE
        WHEN m.student_row_id IS NULL THEN
            CASE
                WHEN r.learner_id IS NOT NULL THEN 'learner_id'
                WHEN r.local_code IS NOT NULL THEN 'local_code'
                ELSE 'personal_id'
            END
        WHEN r.grade_code <> m.known_grade_code THEN 'grade_code'
        ELSE 'class_code'
    END AS field,
    CASE
        WHEN m.student_row_id IS NULL THEN coalesce(r.learner_id, r.local_code, mask(r.personal_id))
        WHEN r.grade_code <> m.known_grade_code THEN r.grade_code
        ELSE r.class_code
    END AS value,
    coalesce(r.learner_id, r.local_code, mask(r.personal_id)) AS shown
FROM result AS r
JOIN misfit AS m
    ON m.school_code = r.school_code
    AND m.learner_id IS NOT DISTINCT FROM r.learner_id
    AND m.local_code IS NOT DISTINCT FROM r.local_code
    AND m.personal_id IS NOT DISTINCT FROM r.personal_id
WHERE m.student_row_id IS NULL
   OR r.grade_code <> m.known_grade_code
   OR r.class_code <> m.known_class_code
