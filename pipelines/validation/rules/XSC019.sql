SELECT
    s.row_id,
    'grade_code' AS field,
    s.grade_code AS value,
    code_label('grade', s.grade_code) AS shown,
    code_label('level_group', school.level_group_code) AS found
FROM student AS s
JOIN accepted_school AS school ON school.school_code = s.school_code
JOIN grade AS g ON g.grade_code = s.grade_code
ANTI JOIN level_of_group AS l ON l.level_group_code = school.level_group_code AND l.level_code = g.level_code
WHERE school.level_group_code IS NOT NULL
