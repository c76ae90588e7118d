SELECT
    row_id,
    'professional_standard_code' AS field,
    NULL AS value
FROM staff
WHERE collection_point() = 'cuoi-nam'
  AND staff_group_code IN ('01', '03')
  AND status_code IN ('01', '07')
  AND professional_standard_code IS NULL
