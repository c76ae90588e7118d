-- datasets: staff
-- Staff rows say no nationality.
SELECT
    row_id,
    'personal_id' AS field,
    NULL AS value
FROM staff
WHERE personal_id IS NULL
