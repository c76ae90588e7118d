-- datasets: student staff
SELECT
    row_id,
    'personal_id' AS field,
    mask(personal_id) AS value,
    mask(personal_id) AS masked_value
FROM this
WHERE status = 'cancelled'
