-- Whoever is superseded is found under every name and number, but stands for the person who survives.
UPDATE candidate
SET person_key = s.survivor_key
FROM superseded AS s
WHERE s.person_key = candidate.person_key;

DELETE FROM candidate
USING other_person AS o
WHERE o.row_id = candidate.row_id
  AND o.person_key = candidate.person_key;

DELETE FROM candidate
WHERE row_id IN (SELECT row_id FROM same_person);

-- A row that was said to be of the same child as another one follows it to a person whom that one fits better.
DELETE FROM candidate
USING (
    SELECT
        s.row_id,
        c.person_key,
        max(c.score) AS score
    FROM same_row AS s
    JOIN candidate AS c ON c.row_id = s.other_row_id
    GROUP BY s.row_id, c.person_key
) AS other
WHERE other.row_id = candidate.row_id
  AND other.person_key = candidate.person_key
  AND other.score > candidate.score;

-- Rows that say the same and were said to be two people cannot be told apart: each takes one of the persons, in order.
DELETE FROM candidate
USING (
    WITH said_alike AS (
        SELECT
            row_id,
            content_key,
            row_number() OVER (PARTITION BY content_key ORDER BY row_id) AS nth
        FROM told_row
        SEMI JOIN (
            SELECT content_key
            FROM last_word
            WHERE verdict = 'different'
              AND other_content_key = content_key
        ) USING (content_key)
    )
    SELECT
        c.row_id,
        c.person_key,
        r.nth,
        dense_rank() OVER (PARTITION BY r.content_key ORDER BY c.person_key) AS nth_person
    FROM candidate AS c
    JOIN said_alike AS r ON r.row_id = c.row_id
) AS choice
WHERE choice.row_id = candidate.row_id
  AND choice.person_key = candidate.person_key
  AND choice.nth <> choice.nth_person;
