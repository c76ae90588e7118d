-- Birth years are compared (files often give a parent's year only); a guardian's age is the highest it can be.
SELECT
    row_id,
    'mother_birth_date' AS field,
    show_known_date(mother_birth_date, mother_birth_date_partial) AS value
FROM student
WHERE birth_date_year - mother_birth_date_year NOT BETWEEN 13 AND 55
UNION ALL
SELECT
    row_id,
    'father_birth_date',
    show_known_date(father_birth_date, father_birth_date_partial)
FROM student
WHERE birth_date_year - father_birth_date_year NOT BETWEEN 15 AND 80
UNION ALL
SELECT
    row_id,
    'guardian_birth_date',
    show_known_date(guardian_birth_date, guardian_birth_date_partial)
FROM student
WHERE guardian_birth_date_year >= year(census_date()) - 18
  AND highest_age(guardian_birth_date, guardian_birth_date_year, census_date()) < 18
