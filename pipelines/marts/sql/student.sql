SELECT
    e.learner_key,
    s.*
FROM accepted_student AS s
JOIN enrolment_row AS e ON e.row_id = s.row_id
