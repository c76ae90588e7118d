SELECT
    s.row_id,
    'birth_date' AS field,
    show_known_date(s.birth_date, s.birth_date_partial) AS value,
    school_year() - s.birth_date_year AS age,
    coalesce(CAST(g.grade_number AS VARCHAR), g.label) AS grade
FROM student AS s
JOIN grade AS g ON g.grade_code = s.grade_code
WHERE (
    s.grade_code BETWEEN '01' AND '12'
    AND (
        school_year() - s.birth_date_year < g.grade_number + 2
        OR (school_year() - s.birth_date_year > g.grade_number + 15 AND s.is_disabled IS DISTINCT FROM TRUE)
    )
)
OR (s.grade_code IN ('16', '17') AND school_year() - s.birth_date_year NOT BETWEEN 0 AND 10)
