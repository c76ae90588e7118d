SELECT
    s.row_id,
    CASE WHEN p.parent_code <> s.staff_group_code THEN 'position_code' ELSE 'staff_group_code' END AS field,
    CASE WHEN p.parent_code <> s.staff_group_code THEN s.position_code ELSE s.staff_group_code END AS value,
    code_label('position', s.position_code) AS shown,
    code_label('staff_group', s.staff_group_code) AS found
FROM staff AS s
LEFT JOIN code_parent AS p ON p.list = 'position' AND p.code = s.position_code
WHERE p.parent_code <> s.staff_group_code
   OR s.staff_group_code IN ('07', '08', '09')
