SELECT
    row_id,
    'birth_date' AS field,
    show_date(birth_date) AS value,
    completed_years(birth_date, census_date()) AS age
FROM staff
WHERE completed_years(birth_date, census_date()) < 15
   OR completed_years(birth_date, census_date()) > 80
