-- One step towards components: each row takes the lowest component that it shares a key with.
CREATE OR REPLACE TABLE component AS
WITH lowest AS (
    SELECT
        t.position,
        t.key,
        min(c.component) AS component
    FROM tied AS t
    JOIN component AS c ON c.row_id = t.row_id
    GROUP BY t.position, t.key
)
SELECT
    t.row_id,
    min(l.component) AS component,
    min(t.position) AS position
FROM tied AS t
JOIN lowest AS l ON l.position = t.position AND l.key = t.key
GROUP BY t.row_id
