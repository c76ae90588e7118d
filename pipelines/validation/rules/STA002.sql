-- Labour Code 2019, art. 3: from 15 years.
SELECT
    row_id,
    'hire_date' AS field,
    show_date(hire_date) AS value,
    greatest(completed_years(birth_date, hire_date), 0) AS age
FROM staff
WHERE completed_years(birth_date, hire_date) < 15
