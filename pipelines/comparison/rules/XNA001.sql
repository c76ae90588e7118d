WITH active AS (
    SELECT row_id, personal_id, school_code
    FROM accepted_student
    WHERE is_active_student(status_code) AND personal_id IS NOT NULL
),
shared AS (
    SELECT
        personal_id,
        min(school_code) AS first_school_code,
        max(school_code) AS last_school_code
    FROM active
    GROUP BY personal_id
    HAVING min(school_code) <> max(school_code)
)
SELECT
    a.row_id,
    'personal_id' AS field,
    mask(a.personal_id) AS value,
    mask(a.personal_id) AS masked_value,
    o.label AS other_school
FROM active AS a
JOIN shared AS s ON s.personal_id = a.personal_id
LEFT JOIN school_label AS o
    ON o.school_code = CASE WHEN a.school_code = s.first_school_code THEN s.last_school_code ELSE s.first_school_code END
