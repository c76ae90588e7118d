-- DISTINCT: a school may stand in its own list and in its department's.
SELECT DISTINCT
    c.row_id,
    'grade_code' AS field,
    c.grade_code AS value,
    code_label('grade', c.grade_code) AS shown,
    code_label('level_group', school.level_group_code) AS found
FROM class AS c
JOIN grade AS g ON g.grade_code = c.grade_code
JOIN accepted_school AS school ON school.school_code = c.school_code
LEFT JOIN level_of_group AS l ON l.level_group_code = school.level_group_code AND l.level_code = g.level_code
WHERE school.level_group_code IS NOT NULL
  AND l.level_code IS NULL
