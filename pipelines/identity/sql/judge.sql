-- What the candidates of a row that has no verdict yet amount to. The first strategy that finds anybody decides, unless others speak
-- against it.
INSERT INTO verdict
WITH sure AS (
    -- Settled by the very first: nothing else was looked for.
    SELECT
        c.row_id,
        c.person_key,
        c.score,
        s.position,
        s.method,
        s.outcome
    FROM candidate AS c
    JOIN strategy AS s ON s.position = c.position AND s.position = (SELECT min(position) FROM strategy)
    WHERE c.is_settled
),
unsure AS (
    SELECT *
    FROM candidate
    WHERE NOT (is_settled AND position = (SELECT min(position) FROM strategy))
),
first_strategy AS (
    SELECT
        row_id,
        min(position) AS position
    FROM unsure
    GROUP BY row_id
),
found AS (
    SELECT
        c.row_id,
        c.position,
        min(c.person_key) AS person_key,
        count(DISTINCT c.person_key) AS persons,
        max(c.score) AS score,
        bool_or(c.claims_other_id) AS claims_other_id
    FROM unsure AS c
    JOIN first_strategy USING (row_id, position)
    GROUP BY c.row_id, c.position
),
disputed AS (
    -- Somebody else fits too, and is found by a number or fits better than in part.
    SELECT DISTINCT f.row_id
    FROM found AS f
    JOIN unsure AS c ON c.row_id = f.row_id AND c.person_key <> f.person_key AND c.score > 0
    JOIN strategy AS s ON s.position = c.position
    WHERE f.score < 1 OR s.is_number
),
judged AS (
    SELECT
        f.row_id,
        f.person_key,
        s.position,
        s.method,
        f.score,
        CASE
            WHEN f.persons > 1 THEN 'review'
            WHEN s.is_number AND f.score = 0 THEN 'conflict'
            WHEN f.row_id IN (SELECT row_id FROM disputed) THEN 'conflict'
            WHEN NOT s.is_number AND f.score < 1 THEN 'review'
            WHEN f.claims_other_id AND NOT (s.is_number AND f.score = 1) THEN 'review'
            ELSE s.outcome
        END AS outcome
    FROM found AS f
    JOIN strategy AS s ON s.position = f.position
),
result AS (
    SELECT
        row_id,
        person_key,
        outcome,
        position,
        method,
        score
    FROM sure
    UNION ALL
    -- An officer's word; 0 stands before every strategy.
    SELECT
        row_id,
        person_key,
        'matched' AS outcome,
        0 AS position,
        'decision@1' AS method,
        1.0 AS score
    FROM same_person
    UNION ALL
    SELECT
        row_id,
        CASE WHEN outcome IN ('known', 'matched') THEN person_key END AS person_key,
        outcome,
        position,
        method,
        score
    FROM judged
)
SELECT *
FROM result
ANTI JOIN verdict USING (row_id)
