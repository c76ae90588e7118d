SELECT
    row_id,
    'status_date' AS field,
    show_date(status_date) AS value,
    show_date(hire_date) AS date
FROM staff
WHERE (status_code <> '01' AND status_date IS NULL)
   OR status_date < hire_date
