-- Active learners of each accepted class. A school that has no accepted learner yet is left out: nothing can be compared.
CREATE OR REPLACE TEMP TABLE class_headcount AS
WITH counted AS (
    SELECT
        m.class_row_id,
        count(*) AS active,
        count(*) FILTER (WHERE s.is_disabled) AS disabled
    FROM accepted_student AS s
    JOIN class_of_student AS m ON m.row_id = s.row_id
    WHERE is_active_student(s.status_code) AND m.class_row_id IS NOT NULL
    GROUP BY m.class_row_id
)
SELECT
    c.row_id,
    coalesce(n.active, 0) AS active,
    coalesce(n.disabled, 0) AS disabled
FROM accepted_class AS c
SEMI JOIN accepted_student AS school ON school.school_code = c.school_code
LEFT JOIN counted AS n ON n.class_row_id = c.row_id;
