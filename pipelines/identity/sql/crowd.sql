-- A person has one row at a school in a list (its own or its department's), and the same parents at all. Of several rows that cannot
-- all be of one person the one found by the earlier strategy and the better agreement stays; the others wait, and all of them where
-- none is the best. A row that was linked before stays, and one that an officer decided about; a number outweighs the parents, and
-- with name and birth date leaves no doubt: such rows are those of one who left and came back.
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
placed AS (
    SELECT
        p.*,
        a.sender_code,
        a.school_code
    FROM place AS p
    SEMI JOIN repeated USING (person_key)
    JOIN accepted AS a ON a.row_id = p.row_id
),
ranked AS (
    SELECT
        row_id,
        rank() OVER (PARTITION BY person_key, school_code, sender_code ORDER BY position, score DESC) AS rank,
        count(*) OVER (PARTITION BY person_key, school_code, sender_code, position, score) AS equals
    FROM placed
),
described AS (
    SELECT
        p.*,
        nullif(fold(q.mother_name), '') AS folded_mother_name,
        nullif(fold(q.father_name), '') AS folded_father_name
    FROM placed AS p
    JOIN parents AS q ON q.row_id = p.row_id
),
of_other_parents AS (
    SELECT a.row_id
    FROM described AS a
    JOIN strategy AS s ON s.position = a.position AND NOT s.is_number
    JOIN described AS b
        ON b.person_key = a.person_key
        AND b.row_id <> a.row_id
        AND (b.position < a.position OR b.position = a.position AND b.score >= a.score)
    WHERE is_other_parent(a.folded_mother_name, b.folded_mother_name)
       OR is_other_parent(a.folded_father_name, b.folded_father_name)
)
UPDATE decision
SET person_key = NULL, outcome = 'review'
WHERE row_id IN (
    SELECT row_id
    FROM ranked
    WHERE rank > 1 OR equals > 1
    UNION
    SELECT row_id
    FROM of_other_parents
)
AND row_id NOT IN (
    SELECT row_id
    FROM same_person
    UNION
    SELECT row_id
    FROM same_row
    UNION
    SELECT row_id
    FROM place AS p
    JOIN strategy AS s ON s.position = p.position AND s.is_number
    WHERE p.score = 1
)
