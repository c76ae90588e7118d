-- A school without any accepted class is left out (XSC001).
SELECT
    t.row_id,
    'class_code' AS field,
    t.class_code AS value
FROM class_subject AS t
SEMI JOIN accepted_class AS school ON school.school_code = t.school_code
ANTI JOIN accepted_class AS c
    ON c.school_code = t.school_code
    AND coalesce(c.class_code, c.class_name) = t.class_code
WHERE t.class_code IS NOT NULL
