WITH wrong AS (
    SELECT
        row_id,
        CASE
            WHEN subject_code IN ('07', '11', '12', '13', '33', '34', '35') AND main_foreign_language_code IS NULL
                THEN 'main_foreign_language_code'
            WHEN coalesce(
                language_certificate_group_code, language_certificate_type_code, language_framework_level_code
            ) IS NULL THEN NULL
            WHEN language_certificate_group_code IS NULL THEN 'language_certificate_group_code'
            WHEN language_certificate_type_code IS NULL THEN 'language_certificate_type_code'
            WHEN language_framework_level_code IS NULL THEN 'language_framework_level_code'
        END AS field
    FROM staff
)
SELECT
    row_id,
    field,
    NULL AS value
FROM wrong
WHERE field IS NOT NULL
