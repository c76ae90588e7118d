-- datasets: student staff
SELECT
    row_id,
    'personal_id' AS field,
    mask(personal_id) AS value
FROM this
WHERE length(personal_id) = 9
  AND regexp_matches(personal_id, '^[0-9]{9}$')
