-- A learner is known by the id, without one by the school's own code, without both by the personal number, as far as the school's list of
-- learners has such numbers at all. 7a and Lớp 7A are one class.
WITH misfit AS (
    SELECT
        n.*,
        CASE WHEN n.named_by = 'personal_id' THEN mask(n.number) ELSE n.number END AS shown_number,
        s.grade_code AS known_grade_code,
        s.class_code AS known_class_code
    FROM result_learner AS n
    LEFT JOIN accepted_student AS s ON s.row_id = n.student_row_id
)
SELECT
    r.row_id,
    CASE
        WHEN m.student_row_id IS NULL THEN m.named_by
        WHEN r.grade_code <> m.known_grade_code THEN 'grade_code'
        ELSE 'class_code'
    END AS field,
    CASE
        WHEN m.student_row_id IS NULL THEN m.shown_number
        WHEN r.grade_code <> m.known_grade_code THEN r.grade_code
        ELSE r.class_code
    END AS value,
    m.shown_number AS shown
FROM result AS r
JOIN misfit AS m
    ON m.school_code = r.school_code
    AND m.learner_id IS NOT DISTINCT FROM r.learner_id
    AND m.local_code IS NOT DISTINCT FROM r.local_code
    AND m.personal_id IS NOT DISTINCT FROM r.personal_id
WHERE m.student_row_id IS NULL
   OR r.grade_code <> m.known_grade_code
   OR (
    r.class_code <> m.known_class_code
    AND bare_class_name(fold(r.class_code)) <> bare_class_name(fold(m.known_class_code))
)
