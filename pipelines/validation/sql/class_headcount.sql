-- Active learners of each accepted class. Of a school that stands in several lists one list of learners is counted (leading_list), in the
-- classes in which it is looked up. A school that has no accepted learner in it yet is left out: nothing can be compared.
CREATE OR REPLACE TEMP TABLE class_headcount AS
WITH learner AS (
    SELECT s.*
    FROM accepted_student AS s
    SEMI JOIN leading_list AS l
        ON l.dataset = 'student' AND l.school_code = s.school_code AND l.sender_code = s.sender_code
),
counted AS (
    SELECT
        m.class_row_id,
        count(*) AS active,
        count(*) FILTER (WHERE s.is_disabled) AS disabled
    FROM learner AS s
    JOIN class_of_student AS m ON m.row_id = s.row_id
    WHERE is_active_student(s.status_code) AND m.class_row_id IS NOT NULL
    GROUP BY m.class_row_id
),
looked_up AS (
    SELECT DISTINCT
        l.listed_by,
        l.school_code
    FROM class_list AS l
    SEMI JOIN learner AS s ON s.sender_code = l.sender_code AND s.school_code = l.school_code
)
SELECT
    c.row_id,
    coalesce(n.active, 0) AS active,
    coalesce(n.disabled, 0) AS disabled
FROM accepted_class AS c
JOIN looked_up AS l ON l.listed_by = c.sender_code AND l.school_code = c.school_code
LEFT JOIN counted AS n ON n.class_row_id = c.row_id;
