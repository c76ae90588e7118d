SELECT
    row_id,
    'disability_type_code' AS field,
    NULL AS value
FROM student
WHERE is_disabled
  AND disability_type_code IS NULL
