-- Where only the year of birth is known, one who may be 18 already is not rejected.
SELECT
    row_id,
    'guardian_name' AS field,
    NULL AS value
FROM student
WHERE father_name IS NULL
  AND mother_name IS NULL
  AND guardian_name IS NULL
  AND highest_age(birth_date, birth_date_year, census_date()) < 18
