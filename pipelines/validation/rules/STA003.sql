-- Law on Public Employees, art. 22: from 18 years.
SELECT
    row_id,
    'hire_date' AS field,
    show_date(hire_date) AS value,
    completed_years(birth_date, hire_date) AS age
FROM staff
WHERE contract_type_code IN ('07', '08')
  AND completed_years(birth_date, hire_date) BETWEEN 15 AND 17
