WITH full_time AS (
    SELECT row_id, personal_id, school_code
    FROM accepted_staff
    WHERE status_code IN ('01', '07')
      AND contract_type_code IN ('02', '03', '07', '08')
      AND personal_id IS NOT NULL
),
shared AS (
    SELECT
        personal_id,
        min(school_code) AS first_school_code,
        max(school_code) AS last_school_code
    FROM full_time
    GROUP BY personal_id
    HAVING min(school_code) <> max(school_code)
)
SELECT
    f.row_id,
    'personal_id' AS field,
    mask(f.personal_id) AS value,
    mask(f.personal_id) AS masked_value,
    o.label AS other_school
FROM full_time AS f
JOIN shared AS s ON s.personal_id = f.personal_id
LEFT JOIN school_label AS o
    ON o.school_code = CASE WHEN f.school_code = s.first_school_code THEN s.last_school_code ELSE s.first_school_code END
