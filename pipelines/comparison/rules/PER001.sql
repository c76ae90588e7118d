WITH before AS (
    SELECT
        school_code,
        count(*) AS learners
    FROM comparable_student
    WHERE is_active_student(status_code)
    GROUP BY school_code
    HAVING count(*) >= 30
),
now AS (
    SELECT
        school_code,
        count(*) FILTER (is_active_student(status_code)) AS learners
    FROM student
    GROUP BY school_code
)
SELECT
    l.place AS row_id,
    NULL AS field,
    CAST(n.learners AS VARCHAR) AS value,
    percent_change(b.learners, n.learners) AS percent,
    b.learners AS expected,
    n.learners AS found
FROM before AS b
JOIN now AS n ON n.school_code = b.school_code
JOIN sent_list AS l ON l.dataset = 'student' AND l.school_code = b.school_code
WHERE abs(n.learners - b.learners) > 0.30 * b.learners
