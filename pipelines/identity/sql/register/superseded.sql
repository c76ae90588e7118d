-- Every superseded person with the one that stands for them now, however many merges lie between.
WITH RECURSIVE chain AS (
    SELECT
        person_key,
        superseded_by AS survivor_key
    FROM {register}
    WHERE superseded_by IS NOT NULL
    UNION
    SELECT
        c.person_key,
        p.superseded_by AS survivor_key
    FROM chain AS c
    JOIN {register} AS p ON p.person_key = c.survivor_key
    WHERE p.superseded_by IS NOT NULL
)
SELECT
    c.person_key,
    o.person_id AS superseded_id,
    c.survivor_key,
    p.person_id
FROM chain AS c
JOIN {register} AS o ON o.person_key = c.person_key
JOIN {register} AS p ON p.person_key = c.survivor_key
WHERE p.superseded_by IS NULL
