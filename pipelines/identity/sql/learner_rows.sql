-- What rows of dataset student say about who the learner is. Numbers of another form than the registers' are no evidence.
SELECT
    row_id,
    coalesce(school_code, '') AS school_code,
    CASE WHEN regexp_full_match(learner_id, '[0-9]{10}') THEN learner_id END AS person_id,
    CASE WHEN regexp_full_match(personal_id, '[0-9]{12}') THEN personal_id END AS personal_id,
    coalesce(fold(full_name), '') AS folded_name,
    coalesce(iso_known_date(birth_date, birth_date_partial), '') AS birth_date,
    coalesce(sex_code, '') AS sex_code,
    coalesce(fold(mother_name), '') AS folded_mother_name
FROM unlinked
