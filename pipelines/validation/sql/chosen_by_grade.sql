-- The code that the level of the row's grade picks among those of one spelling; where the row has no grade, the levels of the school.
WITH level_of_row AS (
    SELECT
        r.row_id,
        r.raw,
        coalesce(g.parent_code, l.level_code) AS level_code
    FROM open_row AS r
    LEFT JOIN code_parent AS g ON g.list = 'grade' AND g.code = r.parent_code
    LEFT JOIN school_level AS l ON r.parent_code IS NULL AND l.school_code = r.school_code
)
SELECT
    r.row_id,
    min(c.value) AS value
FROM level_of_row AS r
JOIN candidate AS c ON c.field = $key AND c.raw = r.raw AND c.parent_code = r.level_code
GROUP BY r.row_id
HAVING count(DISTINCT c.value) = 1
