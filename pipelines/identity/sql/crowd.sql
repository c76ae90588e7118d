-- A person has one row at a school. Of several, the one found by the earlier strategy and the better agreement stays; the others wait,
-- and all of them where none is the best. A row that was linked before stays, and one that an officer decided about.
WITH place AS (
    SELECT
        row_id,
        person_key,
        position,
        score
    FROM decision
    WHERE person_key IS NOT NULL
      AND position > 0
    UNION ALL
    -- Before descriptions, and after whoever has the number.
    SELECT
        row_id,
        person_key,
        (SELECT max(position) FROM strategy WHERE is_number) AS position,
        0.0 AS score
    FROM decision
    WHERE person_key IS NOT NULL
      AND position = 0
    UNION ALL
    SELECT
        row_id,
        person_key,
        0 AS position,
        1.0 AS score
    FROM linked
    SEMI JOIN decision USING (person_key)
),
repeated AS (
    SELECT person_key
    FROM place
    GROUP BY person_key
    HAVING count(*) > 1
),
ranked AS (
    SELECT
        p.row_id,
        rank() OVER (PARTITION BY p.person_key, a.school_code ORDER BY p.position, p.score DESC) AS rank,
        count(*) OVER (PARTITION BY p.person_key, a.school_code, p.position, p.score) AS equals
    FROM place AS p
    SEMI JOIN repeated USING (person_key)
    JOIN accepted AS a ON a.row_id = p.row_id
)
UPDATE decision
SET person_key = NULL, outcome = 'review'
WHERE row_id IN (
    SELECT row_id
    FROM ranked
    WHERE rank > 1 OR equals > 1
)
AND row_id NOT IN (
    SELECT row_id
    FROM same_person
    UNION
    SELECT row_id
    FROM same_row
)
