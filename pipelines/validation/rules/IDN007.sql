-- datasets: student staff
SELECT
    row_id,
    'personal_id' AS field,
    mask(personal_id) AS value,
    birth_date_year AS found
FROM this
WHERE TRY_CAST(substr(personal_id, 5, 2) AS BIGINT) <> birth_date_year % 100
  AND regexp_matches(personal_id, '^[0-9]{12}$')
