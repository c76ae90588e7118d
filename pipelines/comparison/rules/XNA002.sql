WITH active AS (
    SELECT row_id, learner_id, school_code
    FROM accepted_student
    WHERE is_active_student(status_code) AND learner_id IS NOT NULL
),
shared AS (
    SELECT
        learner_id,
        min(school_code) AS first_school_code,
        max(school_code) AS last_school_code
    FROM active
    GROUP BY learner_id
    HAVING min(school_code) <> max(school_code)
)
SELECT
    a.row_id,
    'learner_id' AS field,
    a.learner_id AS value,
    o.label AS other_school
FROM active AS a
JOIN shared AS s ON s.learner_id = a.learner_id
LEFT JOIN school_label AS o
    ON o.school_code = CASE WHEN a.school_code = s.first_school_code THEN s.last_school_code ELSE s.first_school_code END
