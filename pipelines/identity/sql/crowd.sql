-- A person has one row at a school. Of several, the one found by the earlier strategy and the better agreement stays; the others wait,
-- and all of them where none is the best. A row that was linked before stays.
WITH place AS (
    SELECT
        d.row_id,
        d.person_key,
        r.school_code,
        d.position,
        d.score
    FROM decision AS d
    JOIN pending AS r ON r.row_id = d.row_id
    WHERE d.person_key IS NOT NULL
    UNION ALL
    SELECT
        l.row_id,
        l.person_key,
        l.school_code,
        0 AS position,
        1.0 AS score
    FROM linked AS l
    SEMI JOIN accepted USING (row_id)
    SEMI JOIN decision USING (person_key)
),
crowded AS (
    SELECT
        person_key,
        school_code
    FROM place
    GROUP BY person_key, school_code
    HAVING count(*) > 1
),
ranked AS (
    SELECT
        row_id,
        rank() OVER (PARTITION BY person_key, school_code ORDER BY position, score DESC) AS rank,
        count(*) OVER (PARTITION BY person_key, school_code, position, score) AS equals
    FROM place
    SEMI JOIN crowded USING (person_key, school_code)
)
UPDATE decision
SET person_key = NULL, outcome = 'review'
WHERE row_id IN (
    SELECT row_id
    FROM ranked
    WHERE rank > 1 OR equals > 1
)
