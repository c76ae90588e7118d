-- A school whose staff list has not arrived cannot be compared.
SELECT
    c.row_id,
    'homeroom_staff_code' AS field,
    c.homeroom_staff_code AS value
FROM class AS c
SEMI JOIN accepted_staff AS school ON school.school_code = c.school_code
ANTI JOIN accepted_staff AS t ON t.school_code = c.school_code AND t.staff_code = c.homeroom_staff_code
WHERE c.homeroom_staff_code IS NOT NULL
