-- From g + 2 years upwards: below that STU005 rejects the row.
SELECT
    s.row_id,
    'birth_date' AS field,
    show_known_date(s.birth_date, s.birth_date_partial) AS value,
    school_year() - s.birth_date_year AS age,
    g.grade_number AS grade,
    g.grade_number + 5 AS expected
FROM student AS s
JOIN grade AS g ON g.grade_code = s.grade_code
WHERE s.grade_code BETWEEN '01' AND '12'
  AND school_year() - s.birth_date_year BETWEEN g.grade_number + 2 AND g.grade_number + 4
