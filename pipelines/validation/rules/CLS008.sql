SELECT
    row_id,
    'boarding_type_code' AS field,
    NULL AS value,
    class_name AS shown
FROM class
WHERE is_boarding
  AND boarding_type_code IS NULL
