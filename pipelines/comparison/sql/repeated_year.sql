-- Learners of one school year who repeated a grade.
INSERT INTO repeated_year
SELECT DISTINCT
    learner_id,
    grade_code
FROM repeater
WHERE admission_type_code = '3'
  AND learner_id IS NOT NULL
  AND outcome <> 'rejected'
