-- Where so much differs that it is somebody else, PER010 tells.
SELECT
    row_id,
    CASE
        WHEN is_name_changed THEN 'full_name'
        WHEN is_birth_date_changed THEN 'birth_date'
        WHEN is_sex_changed THEN 'sex_code'
        ELSE 'personal_id'
    END AS field,
    CASE
        WHEN is_name_changed THEN full_name
        WHEN is_birth_date_changed THEN birth_date
        WHEN is_sex_changed THEN sex_code
        ELSE mask(personal_id)
    END AS value,
    learner_id AS shown
FROM changed_person
WHERE (is_name_changed OR is_birth_date_changed OR is_sex_changed OR is_personal_id_changed)
  AND NOT is_other_person
