-- datasets: student staff
-- Digit 4 is even for men and odd for women.
SELECT
    row_id,
    'personal_id' AS field,
    mask(personal_id) AS value,
    code_label('sex', sex_code) AS found
FROM this
WHERE (TRY_CAST(substr(personal_id, 4, 1) AS BIGINT) % 2 = 0) = (sex_code = '02')
  AND regexp_matches(personal_id, '^[0-9]{12}$')
