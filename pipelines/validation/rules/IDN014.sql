SELECT
    s.row_id,
    'learner_id' AS field,
    s.learner_id AS value
FROM student AS s
JOIN learner_register AS known ON known.person_id = s.learner_id
WHERE was_known(known.scheme, known.first_period)
  AND iso_known_date(s.birth_date, s.birth_date_partial) <> known.birth_date
  AND dates_differ(iso_known_date(s.birth_date, s.birth_date_partial), known.birth_date)
  AND is_other_name(fold(s.full_name), known.folded_name)
