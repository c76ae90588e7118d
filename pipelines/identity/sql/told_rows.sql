-- What the rows say of schools about which officers decided something. The same school and description make the same key, whatever
-- place the row has and however often it is handed in.
CREATE TABLE told_row AS
WITH told_school AS (
    SELECT school_code
    FROM told
    UNION
    SELECT other_school_code
    FROM told
),
spoken AS (
    SELECT *
    FROM pending
    SEMI JOIN told_school USING (school_code)
)
SELECT
    r.row_id,
    row_content(r, a.{own_number}) AS content_key
FROM spoken AS r
JOIN accepted AS a ON a.row_id = r.row_id
