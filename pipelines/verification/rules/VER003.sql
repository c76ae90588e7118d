-- datasets: student staff
SELECT
    row_id,
    'full_name' AS field,
    full_name AS value
FROM this
WHERE differences = ['name_spelling']
