WITH measured AS (
    SELECT
        c.row_id,
        coalesce(c.class_code, c.class_name) AS value,
        h.disabled AS n,
        CASE WHEN s.level_group_code IN ('04', '05', '19') THEN 1 ELSE 2 END AS limit_of_class
    FROM accepted_class AS c
    JOIN class_headcount AS h ON h.row_id = c.row_id
    JOIN accepted_school AS s ON s.school_code = c.school_code
    WHERE (c.grade_code BETWEEN '01' AND '12' OR c.grade_code IN ('16', '17'))
      AND s.school_type_code NOT IN ('04', '18')
)
SELECT
    row_id,
    'class_code' AS field,
    value,
    n,
    limit_of_class AS "limit"
FROM measured
WHERE n > limit_of_class
