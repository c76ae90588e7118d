-- A learner has some ten rows of results: told at the first of a sheet.
SELECT
    min(r.row_id) AS row_id,
    CASE WHEN d.has_other_name THEN 'full_name' ELSE 'birth_date' END AS field,
    CASE WHEN d.has_other_name THEN r.full_name ELSE show_date(r.birth_date) END AS value,
    any_value(d.number) AS number
FROM differing_learner AS d
JOIN result AS r ON r.row_id = d.row_id
WHERE d.has_other_name <> d.has_other_birth_date
GROUP BY
    place_sheet(r.row_id),
    d.student_row_id,
    field,
    value
