-- The code that the level of the row's class picks among those of one spelling; where the school has no such class, the levels of the school.
WITH level_of_class AS (
    SELECT DISTINCT
        c.sender_code,
        c.school_code,
        coalesce(c.class_code, c.class_name) AS class_code,
        g.parent_code AS level_code
    FROM class AS c
    JOIN code_parent AS g ON g.list = 'grade' AND g.code = c.grade_code
),
level_of_row AS (
    SELECT
        r.row_id,
        r.raw,
        coalesce(c.level_code, l.level_code) AS level_code
    FROM open_row AS r
    LEFT JOIN level_of_class AS c
        ON c.sender_code = r.sender_code
        AND c.school_code = r.school_code
        AND c.class_code = r.parent_code
    LEFT JOIN school_level AS l ON c.level_code IS NULL AND l.school_code = r.school_code
)
SELECT
    r.row_id,
    min(c.value) AS value
FROM level_of_row AS r
JOIN candidate AS c ON c.field = $key AND c.raw = r.raw AND c.parent_code = r.level_code
GROUP BY r.row_id
HAVING count(DISTINCT c.value) = 1
