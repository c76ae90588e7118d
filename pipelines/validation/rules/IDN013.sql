-- Read after the errors, so a mistyped id (IDN011, IDN012) is not told twice.
SELECT
    s.row_id,
    'learner_id' AS field,
    s.learner_id AS value
FROM accepted_student AS s
ANTI JOIN learner_register AS known
    ON known.person_id = s.learner_id
    AND was_known(known.scheme, known.first_period)
WHERE NOT registry_is_filling()
  AND s.learner_id IS NOT NULL
