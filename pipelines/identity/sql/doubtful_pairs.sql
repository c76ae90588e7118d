-- Whom the rows that wait may be: persons that a strategy found, and rows with which they share a key. The first strategy tells the score.
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
        pair_score(
            coalesce(k.is_number, TRUE),
            agreement(m.folded_name, m.birth_date, n.folded_name, n.birth_date),
            contradicts(m.personal_id, n.personal_id),
            m.birth_date
        ) AS score
    FROM shared_key AS a
    SEMI JOIN waiting USING (row_id)
    JOIN shared_key AS b ON b.position = a.position AND b.key = a.key AND b.row_id <> a.row_id
    LEFT JOIN strategy AS k ON k.position = a.position
    JOIN member AS m ON m.row_id = a.row_id
    JOIN member AS n ON n.row_id = b.row_id
    ANTI JOIN other_row AS o ON o.row_id = a.row_id AND o.other_row_id = b.row_id
    WHERE coalesce(k.is_number, TRUE)
       OR NOT has_other_number(m.personal_id, n.personal_id)
)
SELECT
    f.row_id,
    f.person_key,
    f.other_row_id,
    coalesce(min_by(s.method, f.position), 'decision@1') AS method,
    min_by(f.score, f.position)::DOUBLE AS score
FROM found AS f
LEFT JOIN strategy AS s ON s.position = f.position
GROUP BY f.row_id, f.person_key, f.other_row_id;

-- A row that waits for another row scores as it will once that row is a person of the register.
UPDATE decision
SET score = best.score
FROM (
    SELECT
        row_id,
        method,
        max(score) AS score
    FROM doubtful_pair
    SEMI JOIN settled USING (row_id)
    GROUP BY row_id, method
) AS best
WHERE best.row_id = decision.row_id
  AND best.method = decision.method
