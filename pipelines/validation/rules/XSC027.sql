-- datasets: staff_salary staff_training staff_language staff_award staff_discipline staff_standard_assessment staff_language_training staff_pedagogy_training
-- A school without any accepted staff is left out (XSC001).
SELECT
    t.row_id,
    'staff_code' AS field,
    t.staff_code AS value
FROM this AS t
SEMI JOIN accepted_staff AS school ON school.school_code = t.school_code
ANTI JOIN accepted_staff AS s ON s.school_code = t.school_code AND s.staff_code = t.staff_code
WHERE t.staff_code IS NOT NULL
