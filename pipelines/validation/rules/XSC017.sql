WITH measured AS (
    SELECT
        c.row_id,
        coalesce(c.class_code, c.class_name) AS value,
        h.active AS n,
        CASE c.grade_code
            WHEN '16' THEN 20
            WHEN '17' THEN 30
        END AS limit_of_class
    FROM accepted_class AS c
    JOIN class_headcount AS h ON h.row_id = c.row_id
    WHERE c.mixed_age_code IN ('2', '3', '4')
)
SELECT
    row_id,
    'class_code' AS field,
    value,
    n,
    limit_of_class AS "limit"
FROM measured
WHERE n > limit_of_class
