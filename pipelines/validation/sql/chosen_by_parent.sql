-- The code that the parent of the row picks among those of one spelling.
SELECT
    r.row_id,
    c.value
FROM open_row AS r
JOIN (
    SELECT
        raw,
        parent_code,
        min(value) AS value
    FROM candidate
    WHERE field = $key
    GROUP BY raw, parent_code
    HAVING count(DISTINCT value) = 1
) AS c ON c.raw = r.raw AND c.parent_code = r.parent_code
