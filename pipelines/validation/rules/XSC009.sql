-- Rejected rows count too: the learner is there, only the row is wrong.
SELECT
    s.row_id,
    'student_count' AS field,
    CAST(s.student_count AS VARCHAR) AS value,
    n.active AS found
FROM school AS s
JOIN (
    SELECT
        school_code,
        count(*) FILTER (WHERE is_active_student(status_code)) AS active
    FROM student
    GROUP BY school_code
) AS n ON n.school_code = s.school_code
WHERE s.student_count <> n.active
