SELECT
    row_id,
    'salary_coefficient' AS field,
    show_number(salary_coefficient) AS value
FROM staff
WHERE salary_coefficient < 1
   OR salary_coefficient > 10
