-- datasets: student staff
-- Where the number belongs to somebody else, that is what is told (VER006).
SELECT
    row_id,
    'personal_id' AS field,
    mask(personal_id) AS value
FROM this
WHERE is_active
  AND TRY_CAST(left(died_on || '-12-31', 10) AS DATE) < census_date()
  AND len(mismatched_fields) < 2
