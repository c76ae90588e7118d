CREATE TEMP VIEW namesake_at_school AS
WITH place AS (
    SELECT
        person_key,
        first_school_code AS school_code
    FROM namesake
    UNION ALL
    SELECT
        person_key,
        school_code
    FROM other_school
)
SELECT *
FROM namesake
JOIN place USING (person_key)
