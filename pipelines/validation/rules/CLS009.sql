WITH wrong AS (
    SELECT
        *,
        CASE
            WHEN first_foreign_language_code IS NOT NULL AND first_language_periods_code IS NULL
                THEN 'first_language_periods_code'
            WHEN first_foreign_language_code IS NOT NULL AND first_language_programme_code IS NULL
                THEN 'first_language_programme_code'
            WHEN second_foreign_language_code IS NOT NULL AND second_language_periods_code IS NULL
                THEN 'second_language_periods_code'
            WHEN second_foreign_language_code IS NOT NULL AND second_language_programme_code IS NULL
                THEN 'second_language_programme_code'
            WHEN first_foreign_language_code = second_foreign_language_code
                THEN 'second_foreign_language_code'
        END AS field
    FROM class
)
SELECT
    row_id,
    field,
    CASE WHEN field = 'second_foreign_language_code' THEN second_foreign_language_code END AS value,
    class_name AS shown
FROM wrong
WHERE field IS NOT NULL
