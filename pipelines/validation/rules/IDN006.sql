-- datasets: student staff
SELECT
    row_id,
    'personal_id' AS field,
    mask(personal_id) AS value
FROM this
WHERE is_of_other_century(personal_id, birth_date_year)
  AND regexp_matches(personal_id, '^[0-9]{12}$')
