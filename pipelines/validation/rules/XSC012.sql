WITH together AS (
    SELECT
        g.school_code,
        g.combination,
        sum(h.active) AS active,
        count(DISTINCT g.grade_code) AS grades
    FROM combined_class AS g
    JOIN class_headcount AS h ON h.row_id = g.row_id
    GROUP BY
        g.school_code,
        g.combination
)
SELECT
    c.row_id,
    'class_code' AS field,
    coalesce(c.class_code, c.class_name) AS value,
    t.active AS n,
    t.grades AS levels
FROM accepted_class AS c
JOIN combined_class AS g ON g.row_id = c.row_id
JOIN together AS t ON t.school_code = g.school_code AND t.combination = g.combination
WHERE t.active > 15
   OR t.grades > 2
