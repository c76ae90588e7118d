-- datasets: staff staff_salary
-- The suggestion puts the decimal sign where it gives a coefficient: 498 is 4.98, 45 is 4.5.
-- Below 0 is the field's own limit.
SELECT
    row_id,
    'salary_coefficient' AS field,
    show_number(salary_coefficient) AS value,
    replace(
        CASE
            WHEN salary_coefficient BETWEEN 100 AND 1000 THEN show_number(salary_coefficient / 100)
            WHEN salary_coefficient BETWEEN 10 AND 100 THEN show_number(salary_coefficient / 10)
            ELSE '4.98'
        END,
        '.',
        ','
    ) AS suggestion
FROM this
WHERE (salary_coefficient >= 0 AND salary_coefficient < 1)
   OR salary_coefficient > 10
