SELECT s.*
FROM dim_staff AS s
JOIN code_group AS g ON g.code_group = 'teacher_or_manager' AND g.code = s.staff_group_code
