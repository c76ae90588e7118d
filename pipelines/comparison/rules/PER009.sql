-- Exactly one differs; two or more are PER010.
SELECT
    row_id,
    CASE
        WHEN name_similarity < 0.95 THEN 'full_name'
        WHEN is_birth_date_changed THEN 'birth_date'
        WHEN is_sex_changed THEN 'sex_code'
        ELSE 'personal_id'
    END AS field,
    CASE
        WHEN name_similarity < 0.95 THEN full_name
        WHEN is_birth_date_changed THEN birth_date
        WHEN is_sex_changed THEN sex_code
        ELSE mask(personal_id)
    END AS value,
    learner_id AS shown
FROM changed_person
WHERE (name_similarity < 0.95)::INTEGER
    + is_birth_date_changed::INTEGER
    + is_sex_changed::INTEGER
    + is_personal_id_changed::INTEGER = 1
