-- Period and province are said of rows that wait, for the next run to find them.
SELECT
    row_id,
    $kind AS kind,
    CASE WHEN person_key IS NULL THEN $period END AS period,
    CASE WHEN person_key IS NULL THEN $province END AS province_code,
    person_key,
    outcome,
    method,
    score
FROM link
ORDER BY row_id
