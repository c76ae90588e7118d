-- The code that the levels of the sending school pick among those of one spelling.
SELECT
    r.row_id,
    c.value
FROM open_row AS r
JOIN sheet AS s ON s.sheet_id = r.sheet_id
JOIN (
    SELECT
        c.raw,
        l.school_code,
        min(c.value) AS value
    FROM candidate AS c
    JOIN school_level AS l ON l.level_code = c.parent_code
    WHERE c.field = $key
    GROUP BY c.raw, l.school_code
    HAVING count(DISTINCT c.value) = 1
) AS c ON c.raw = r.raw AND c.school_code = s.sender_code
