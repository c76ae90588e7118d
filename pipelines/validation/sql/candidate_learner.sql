-- Whom the rows of exam registrations mean: the accepted learner of the school with the id, or without an id the personal number. Ids
-- that the school's list of learners does not have at all name nobody, and are passed over where there is a number. named_by: the
-- field by which the learner is looked for. student_row_id is NULL where there is none; a school without any accepted learner is
-- left out (XSC001). Of one who left and came back the row that is active counts.
CREATE OR REPLACE TEMP TABLE candidate_learner AS
WITH school AS (
    SELECT school_code, count(learner_id) > 0 AS has_ids
    FROM accepted_student
    SEMI JOIN exam_registration USING (school_code)
    GROUP BY school_code
),
named AS (
    SELECT
        e.row_id,
        e.school_code,
        e.learner_id,
        e.personal_id,
        CASE
            WHEN e.learner_id IS NOT NULL AND (s.has_ids OR e.personal_id IS NULL) THEN 'learner_id'
            ELSE 'personal_id'
        END AS named_by
    FROM exam_registration AS e
    JOIN school AS s ON s.school_code = e.school_code
)
SELECT
    n.row_id,
    n.named_by,
    coalesce(min(s.row_id) FILTER (is_active_student(s.status_code)), min(s.row_id)) AS student_row_id
FROM named AS n
LEFT JOIN accepted_student AS s
    ON s.school_code = n.school_code
    AND CASE n.named_by WHEN 'learner_id' THEN s.learner_id = n.learner_id ELSE s.personal_id = n.personal_id END
GROUP BY n.row_id, n.named_by
