SELECT
    row_id,
    'learner_id' AS field,
    mask(learner_id) AS value,
    mask(learner_id) AS masked_value
FROM student
WHERE NOT regexp_matches(learner_id, '^[0-9]{10}$')
