SELECT
    r.row_id,
    CASE WHEN r.is_graduated THEN 'is_graduated' ELSE 'is_programme_completed' END AS field,
    'true' AS value,
    code_label('grade', r.grade_code) AS grade
FROM result AS r
WHERE (r.is_graduated AND r.grade_code NOT IN ('09', '12', '15', '23'))
   OR (r.is_programme_completed AND r.grade_code NOT IN ('05', '09', '12', '15', '17', '23', '28'))
