SELECT
    c.row_id,
    'homeroom_staff_code' AS field,
    c.homeroom_staff_code AS value
FROM accepted_class AS c
JOIN accepted_staff AS t ON t.school_code = c.school_code AND t.staff_code = c.homeroom_staff_code
WHERE t.status_code NOT IN ('01', '07')
   OR t.staff_group_code = '02'
