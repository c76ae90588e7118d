SELECT
    r.row_id,
    'full_name' AS field,
    r.full_name AS value,
    d.number
FROM differing_learner AS d
JOIN result AS r ON r.row_id = d.row_id
WHERE d.has_other_name
  AND d.has_other_birth_date
