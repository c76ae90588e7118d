-- Learners, classes and staff of each school now and at the same point of the year before, where both are known. Of a school that
-- stands in several lists one is counted: its own before its department's.
CREATE TEMP TABLE head_count AS
WITH listed AS (
    SELECT 'student' AS dataset, TRUE AS is_now, school_code, sender_code, is_active_student(status_code) AS is_there FROM student
    UNION ALL
    SELECT 'class', TRUE, school_code, sender_code, TRUE FROM class
    UNION ALL
    SELECT 'staff', TRUE, school_code, sender_code, is_staff_present(status_code) FROM staff
    UNION ALL
    SELECT 'student', FALSE, school_code, sender_code, is_active_student(status_code) FROM comparable_student
    UNION ALL
    SELECT 'class', FALSE, school_code, sender_code, TRUE FROM comparable_class
    UNION ALL
    SELECT 'staff', FALSE, school_code, sender_code, is_staff_present(status_code) FROM comparable_staff
),
counted AS (
    SELECT
        dataset,
        school_code,
        is_now,
        count(*) FILTER (is_there) AS n
    FROM listed
    GROUP BY dataset, school_code, is_now, sender_code
    QUALIFY row_number() OVER (PARTITION BY dataset, school_code, is_now ORDER BY sender_code = school_code DESC, sender_code) = 1
)
SELECT
    dataset,
    school_code,
    b.n AS n_before,
    n.n AS n_now
FROM (FROM counted WHERE NOT is_now) AS b
JOIN (FROM counted WHERE is_now) AS n USING (dataset, school_code);
