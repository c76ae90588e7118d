-- Only subjects whose label names a level have one in the list (01, 02, 09); the others are taught at several.
-- DISTINCT: a school may stand in its own list and in its department's.
SELECT DISTINCT
    s.row_id,
    'subject_code' AS field,
    s.subject_code AS value,
    code_label('teaching_subject', s.subject_code) AS shown,
    code_label('level_group', school.level_group_code) AS found
FROM staff AS s
JOIN code_parent AS p ON p.list = 'teaching_subject' AND p.code = s.subject_code
JOIN accepted_school AS school ON school.school_code = s.school_code
JOIN level_group AS g ON g.level_group_code = school.level_group_code
WHERE s.staff_group_code = '03'
  AND g.level_codes NOT LIKE '%' || p.parent_code || '%'
