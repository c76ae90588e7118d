SELECT
    row_id,
    'is_graduated' AS field,
    'true' AS value
FROM result
WHERE is_graduated
  AND grade_code IN ('09', '23')
