-- Whom the rows of exam registrations mean: the accepted learner of the school with the id, or without an id the personal number.
-- student_row_id is NULL where there is none; a school without any accepted learner is left out (XSC001).
CREATE OR REPLACE TEMP TABLE candidate_learner AS
SELECT
    e.row_id,
    min(s.row_id) AS student_row_id
FROM exam_registration AS e
SEMI JOIN accepted_student AS school ON school.school_code = e.school_code
LEFT JOIN accepted_student AS s
    ON s.school_code = e.school_code
    AND (s.learner_id = e.learner_id OR (e.learner_id IS NULL AND s.personal_id = e.personal_id))
GROUP BY e.row_id
