SELECT
    row_id,
    'subject_code' AS field,
    NULL AS value
FROM staff
WHERE staff_group_code = '03'
  AND status_code IN ('01', '07')
  AND subject_code IS NULL
