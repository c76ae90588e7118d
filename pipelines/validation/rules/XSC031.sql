-- A school whose staff list has not arrived cannot be compared.
WITH taught AS (
    SELECT row_id, school_code, 'teacher_staff_code' AS field, teacher_staff_code AS staff_code FROM class_subject
    UNION ALL
    SELECT row_id, school_code, 'term_teacher_staff_code', term_teacher_staff_code FROM class_subject
)
SELECT
    t.row_id,
    t.field,
    t.staff_code AS value
FROM taught AS t
SEMI JOIN accepted_staff AS school ON school.school_code = t.school_code
ANTI JOIN accepted_staff AS s ON s.school_code = t.school_code AND s.staff_code = t.staff_code
WHERE t.staff_code IS NOT NULL
