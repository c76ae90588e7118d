-- The code that the levels of the row's school pick among those of one spelling. Where none of them is of its levels it is the first, that of
-- regular education: the grade is known, and that the school does not teach it is told by CLS002 and XSC019.
SELECT
    r.row_id,
    c.value
FROM open_row AS r
JOIN (
    SELECT
        c.raw,
        l.school_code,
        coalesce(min(c.value) FILTER (WHERE c.parent_code = l.level_code), min(c.value)) AS value
    FROM candidate AS c
    CROSS JOIN school_level AS l
    WHERE c.field = $key
    GROUP BY c.raw, l.school_code
    HAVING count(DISTINCT c.value) FILTER (WHERE c.parent_code = l.level_code) <= 1
) AS c ON c.raw = r.raw AND c.school_code = r.school_code
