SELECT
    r.row_id,
    'full_name' AS field,
    r.full_name AS value,
    n.shown_number AS number
FROM result AS r
JOIN learner_of_result AS n ON n.row_id = r.row_id
WHERE n.is_somebody_else
