SELECT
    row_id,
    'boarding_type_code' AS field,
    NULL AS value
FROM student
WHERE is_boarder
  AND boarding_type_code IS NULL
