-- Whom the rows that wait may be: persons that a strategy found, and rows with which they share a key.
CREATE TABLE doubtful_pair AS
WITH waiting AS (
    SELECT row_id
    FROM decision
    WHERE person_key IS NULL
      AND newcomer IS NULL
),
found AS (
    SELECT
        c.row_id,
        c.person_key,
        NULL::BIGINT AS other_row_id,
        c.position,
        c.score
    FROM candidate AS c
    SEMI JOIN waiting USING (row_id)
    UNION ALL
    SELECT
        a.row_id,
        NULL::BIGINT AS person_key,
        b.row_id AS other_row_id,
        a.position,
        CASE
            WHEN contradicts(m.personal_id, n.personal_id) THEN 0.0
            ELSE agreement(m.folded_name, m.birth_date, n.folded_name, n.birth_date)
        END AS score
    FROM shared_key AS a
    SEMI JOIN waiting USING (row_id)
    JOIN shared_key AS b ON b.position = a.position AND b.key = a.key AND b.row_id <> a.row_id
    JOIN member AS m ON m.row_id = a.row_id
    JOIN member AS n ON n.row_id = b.row_id
    ANTI JOIN other_row AS o ON o.row_id = a.row_id AND o.other_row_id = b.row_id
)
SELECT
    f.row_id,
    f.person_key,
    f.other_row_id,
    coalesce(min_by(s.method, f.position), 'decision@1') AS method,
    max(f.score)::DOUBLE AS score
FROM found AS f
LEFT JOIN strategy AS s ON s.position = f.position
GROUP BY f.row_id, f.person_key, f.other_row_id
