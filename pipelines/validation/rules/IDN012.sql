-- A number that was issued here, with another check digit. Only a registry that knows all older ids can tell it from one of those.
WITH unknown AS (
    SELECT
        s.row_id,
        s.learner_id
    FROM student AS s
    ANTI JOIN learner_register AS known ON known.person_id = s.learner_id
    WHERE NOT registry_is_filling()
      AND length(s.learner_id) = 10
)
SELECT
    u.row_id,
    'learner_id' AS field,
    u.learner_id AS value
FROM unknown AS u
JOIN learner_register AS issued ON left(issued.person_id, 9) = left(u.learner_id, 9)
WHERE issued.scheme = 'new'
  AND right(u.learner_id, 1) <> check_digit(left(u.learner_id, 9))
