WITH measured AS (
    SELECT
        c.row_id,
        coalesce(c.class_code, c.class_name) AS value,
        h.active AS n,
        CASE c.preschool_age_group_code
            WHEN '01' THEN 12
            WHEN '02' THEN 20
            WHEN '03' THEN 25
        END AS limit_of_group
    FROM accepted_class AS c
    JOIN class_headcount AS h ON h.row_id = c.row_id
    JOIN accepted_school AS s ON s.school_code = c.school_code
    WHERE c.mixed_age_code = '0'
      AND s.level_group_code IN ('04', '05', '19')
)
SELECT
    row_id,
    'class_code' AS field,
    value,
    n,
    limit_of_group AS "limit"
FROM measured
WHERE n > limit_of_group
