-- Rejected rows count too: the learner is there, only the row is wrong. So may those whose status cannot be read: silence where they
-- could make up for what is missing, for the status is told already. Nor does anybody know whether a row that repeats another one is to be
-- deleted or is somebody else.
SELECT
    s.row_id,
    'student_count' AS field,
    CAST(s.student_count AS VARCHAR) AS value,
    n.active AS found
FROM school AS s
JOIN (
    SELECT
        school_code,
        count(*) FILTER (WHERE is_active_student(status_code) AND r.row_id IS NULL) AS active,
        count(*) FILTER (WHERE status_code IS NULL OR r.row_id IS NOT NULL) AS unknown
    FROM leading_student
    LEFT JOIN repeated_row AS r USING (row_id)
    GROUP BY school_code
) AS n ON n.school_code = s.school_code
WHERE NOT s.student_count BETWEEN n.active AND n.active + n.unknown
