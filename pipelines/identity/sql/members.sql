-- The rows of this run that may have to do with another: they share a number with it, or name, birth date and sex. Hashes find them,
-- as most rows are alone. What a row says itself is enough for that: a free row has no number that the register knows.
-- Each is linked (to a person of the register, with that person's numbers), held (in review or conflict) or free.
CREATE TABLE member AS
WITH trace AS (
    SELECT
        row_id,
        hash('person_id', person_id) AS trace
    FROM pending
    WHERE person_id IS NOT NULL
    UNION ALL
    SELECT
        row_id,
        hash('personal_id', personal_id) AS trace
    FROM pending
    WHERE personal_id IS NOT NULL
    UNION ALL
    SELECT
        row_id,
        hash(folded_name, birth_date, sex_code) AS trace
    FROM pending
    UNION ALL
    SELECT
        row_id,
        hash('same_row', least(row_id, other_row_id), greatest(row_id, other_row_id)) AS trace
    FROM same_row
),
repeated AS (
    SELECT trace
    FROM trace
    GROUP BY trace
    HAVING count(*) > 1
),
related AS (
    SELECT r.*
    FROM pending AS r
    SEMI JOIN (
        SELECT row_id
        FROM trace
        SEMI JOIN repeated USING (trace)
    ) USING (row_id)
)
SELECT
    r.row_id,
    r.sender_code,
    r.school_code,
    coalesce(p.person_id, r.person_id) AS person_id,
    coalesce(p.personal_id, r.personal_id) AS personal_id,
    r.folded_name,
    r.birth_date,
    r.sex_code,
    r.folded_mother_name,
    nullif(fold(q.father_name), '') AS folded_father_name,
    v.person_key,
    CASE
        WHEN v.row_id IS NULL THEN 'free'
        WHEN v.person_key IS NULL THEN 'held'
        ELSE 'linked'
    END AS state
FROM related AS r
LEFT JOIN verdict AS v ON v.row_id = r.row_id
LEFT JOIN person AS p ON p.person_key = v.person_key
LEFT JOIN parents AS q ON q.row_id = r.row_id
