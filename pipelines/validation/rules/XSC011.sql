SELECT
    c.row_id,
    'class_code' AS field,
    coalesce(c.class_code, c.class_name) AS value,
    h.active AS n
FROM accepted_class AS c
JOIN class_headcount AS h ON h.row_id = c.row_id
WHERE c.grade_code BETWEEN '01' AND '05'
  AND NOT c.is_combined
  AND h.active > 35
