SELECT
    row_id,
    'transfer_from_province_code' AS field,
    NULL AS value
FROM student
WHERE status_code IN ('02', '06', '10')
  AND transfer_from_province_code IS NULL
