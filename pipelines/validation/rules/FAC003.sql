SELECT
    row_id,
    'area_m2' AS field,
    show_number(area_m2) AS value
FROM facility
WHERE quantity = 0
  AND area_m2 > 0
