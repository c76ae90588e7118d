SELECT
    row_id,
    'learner_id' AS field,
    learner_id AS value,
    concat_ws(
        ', ',
        CASE WHEN has_other_name THEN field_label_vi('student', 'full_name') END,
        CASE WHEN is_birth_date_changed THEN field_label_vi('student', 'birth_date') END,
        CASE WHEN is_sex_changed THEN field_label_vi('student', 'sex_code') END
    ) AS fields_vi,
    concat_ws(
        ', ',
        CASE WHEN has_other_name THEN field_label_en('student', 'full_name') END,
        CASE WHEN is_birth_date_changed THEN field_label_en('student', 'birth_date') END,
        CASE WHEN is_sex_changed THEN field_label_en('student', 'sex_code') END
    ) AS fields_en
FROM changed_person
WHERE is_other_person
