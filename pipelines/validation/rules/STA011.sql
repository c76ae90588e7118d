SELECT
    row_id,
    'leadership_allowance' AS field,
    NULL AS value,
    code_label('position', position_code) AS shown
FROM staff
WHERE (staff_group_code = '01' OR position_code IN ('01', '02', '03', '04'))
  AND contract_type_code IN ('07', '08')
  AND leadership_allowance IS NULL
