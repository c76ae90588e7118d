SELECT
    row_id,
    'preschool_age_group_code' AS field,
    NULL AS value,
    class_name AS shown
FROM class
WHERE grade_code IN ('16', '17')
  AND preschool_age_group_code IS NULL
