-- Whom the rows of results mean: each way in which a school names a learner there, with the accepted learner of the school that has the
-- id, or without an id the school's own code, or without both the personal number. A school without any accepted learner is left out
-- (XSC001).
CREATE OR REPLACE TEMP TABLE result_learner AS
WITH by_id AS (
    SELECT school_code, learner_id, min(row_id) AS student_row_id
    FROM accepted_student
    SEMI JOIN result USING (school_code)
    WHERE learner_id IS NOT NULL
    GROUP BY school_code, learner_id
),
by_code AS (
    SELECT school_code, local_code, min(row_id) AS student_row_id
    FROM accepted_student
    SEMI JOIN result USING (school_code)
    WHERE local_code IS NOT NULL
    GROUP BY school_code, local_code
),
by_number AS (
    SELECT school_code, personal_id, min(row_id) AS student_row_id
    FROM accepted_student
    SEMI JOIN result USING (school_code)
    WHERE personal_id IS NOT NULL
    GROUP BY school_code, personal_id
),
named AS (
    SELECT DISTINCT school_code, learner_id, local_code, personal_id
    FROM result
    WHERE coalesce(learner_id, local_code, personal_id) IS NOT NULL
)
SELECT
    n.school_code,
    n.learner_id,
    n.local_code,
    n.personal_id,
    coalesce(i.student_row_id, c.student_row_id, p.student_row_id) AS student_row_id
FROM named AS n
SEMI JOIN accepted_student AS school ON school.school_code = n.school_code
LEFT JOIN by_id AS i ON i.school_code = n.school_code AND i.learner_id = n.learner_id
LEFT JOIN by_code AS c
    ON n.learner_id IS NULL
    AND c.school_code = n.school_code
    AND c.local_code = n.local_code
LEFT JOIN by_number AS p
    ON n.learner_id IS NULL
    AND n.local_code IS NULL
    AND p.school_code = n.school_code
    AND p.personal_id = n.personal_id
