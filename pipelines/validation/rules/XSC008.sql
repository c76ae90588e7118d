-- datasets: class facility
-- A school whose campus list has not arrived cannot be compared.
SELECT
    t.row_id,
    'campus_code' AS field,
    t.campus_code AS value
FROM this AS t
SEMI JOIN accepted_campus AS school ON school.school_code = t.school_code
ANTI JOIN accepted_campus AS c ON c.school_code = t.school_code AND c.campus_code = t.campus_code
WHERE t.campus_code IS NOT NULL
