SELECT
    row_id,
    'dropout_reason_code' AS field,
    NULL AS value
FROM student
WHERE status_code IN ('05', '09', '12')
  AND dropout_reason_code IS NULL
