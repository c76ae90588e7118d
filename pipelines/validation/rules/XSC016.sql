WITH measured AS (
    SELECT
        c.row_id,
        coalesce(c.class_code, c.class_name) AS value,
        h.active AS n,
        CASE c.preschool_age_group_code
            WHEN '04' THEN 25
            WHEN '05' THEN 30
            WHEN '06' THEN 35
        END - 5 * least(h.disabled, 2) AS limit_of_class
    FROM accepted_class AS c
    JOIN class_headcount AS h ON h.row_id = c.row_id
    WHERE c.mixed_age_code = '0'
)
SELECT
    row_id,
    'class_code' AS field,
    value,
    n,
    limit_of_class AS "limit"
FROM measured
WHERE n > limit_of_class
