-- datasets: student staff
-- Digit 4: 0 and 1 for births of 1900-1999, 2 and 3 of 2000-2099, and so on.
SELECT
    row_id,
    'personal_id' AS field,
    mask(personal_id) AS value
FROM this
WHERE TRY_CAST(substr(personal_id, 4, 1) AS BIGINT) // 2 <> birth_date_year // 100 - 19
  AND regexp_matches(personal_id, '^[0-9]{12}$')
