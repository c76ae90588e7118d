-- Up to g + 15 years unless disabled: above that STU005 rejects the row.
SELECT
    s.row_id,
    'birth_date' AS field,
    show_known_date(s.birth_date, s.birth_date_partial) AS value,
    school_year() - s.birth_date_year AS age,
    g.grade_number AS grade
FROM student AS s
JOIN grade AS g ON g.grade_code = s.grade_code
WHERE s.grade_code BETWEEN '01' AND '12'
  AND school_year() - s.birth_date_year > g.grade_number + 8
  AND (s.is_disabled OR school_year() - s.birth_date_year <= g.grade_number + 15)
