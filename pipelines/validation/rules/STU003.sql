-- Education Law art. 28: a higher age has grounds. That the learner repeated a grade is known from this year's row only.
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
  AND school_year() - s.birth_date_year BETWEEN g.grade_number + 6 AND g.grade_number + 8
  AND s.is_disabled IS DISTINCT FROM TRUE
  AND s.ethnicity_code = '01'
  AND s.is_poor_household IS DISTINCT FROM TRUE
  AND s.policy_group_code IS NULL
  AND coalesce(s.nationality_code, '704') = '704'
  AND s.admission_type_code IS DISTINCT FROM '3'
