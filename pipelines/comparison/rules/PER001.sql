-- Of a school that stands in several lists one is counted: its own before its department's.
WITH before AS (
    SELECT
        school_code,
        count(*) AS learners
    FROM comparable_student
    WHERE is_active_student(status_code)
    GROUP BY school_code, sender_code
    QUALIFY row_number() OVER (PARTITION BY school_code ORDER BY sender_code = school_code DESC, sender_code) = 1
),
now AS (
    SELECT
        school_code,
        count(*) FILTER (is_active_student(status_code)) AS learners
    FROM student
    GROUP BY school_code, sender_code
    QUALIFY row_number() OVER (PARTITION BY school_code ORDER BY sender_code = school_code DESC, sender_code) = 1
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
WHERE b.learners >= 30
  AND abs(n.learners - b.learners) > 0.30 * b.learners
