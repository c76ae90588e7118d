SELECT
    s.row_id,
    CASE WHEN s.class_code IS NOT NULL THEN 'class_code' ELSE 'class_name' END AS field,
    coalesce(s.class_code, s.class_name) AS value
FROM class_of_student AS m
JOIN student AS s ON s.row_id = m.row_id
WHERE m.classes = 0
UNION ALL
SELECT
    s.row_id,
    'first_class_code',
    s.first_class_code
FROM student AS s
SEMI JOIN accepted_class AS school ON school.school_code = s.school_code
ANTI JOIN accepted_class AS c ON c.school_code = s.school_code AND coalesce(c.class_code, c.class_name) = s.first_class_code
WHERE s.first_class_code <> coalesce(s.class_code, '')
