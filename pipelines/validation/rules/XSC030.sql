-- A learner has some ten rows of results: told at the first of a sheet.
SELECT
    min(r.row_id) AS row_id,
    CASE WHEN n.has_other_name THEN 'full_name' ELSE 'birth_date' END AS field,
    CASE WHEN n.has_other_name THEN r.full_name ELSE show_known_date(r.birth_date, r.birth_date_partial) END AS value,
    min(n.shown_number) AS number
FROM result AS r
JOIN learner_of_result AS n ON n.row_id = r.row_id
WHERE n.has_other_name <> n.has_other_birth_date
GROUP BY
    place_sheet(r.row_id),
    n.student_row_id,
    field,
    value
