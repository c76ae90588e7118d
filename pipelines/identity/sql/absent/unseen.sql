-- The rows that may be a learner who was here before, and what they say besides.
CREATE TABLE unfound AS
WITH typed_row AS (
    SELECT *
    FROM unlinked
    SEMI JOIN (
        SELECT row_id
        FROM pending
        ANTI JOIN verdict USING (row_id)
    ) USING (row_id)
)
SELECT
    p.*,
    e.* EXCLUDE (row_id)
FROM pending AS p
JOIN ({evidence}) AS e ON e.row_id = p.row_id
WHERE p.folded_name <> ''
  AND p.birth_date <> '';

-- The persons of the province who were not seen yet in this period, nor listed by number elsewhere, as their last rows describe them.
CREATE TABLE unseen AS
WITH unlinked AS (
    SELECT
        l.person_key,
        t.*
    FROM earlier_typed AS t
    JOIN (
        SELECT *
        FROM last_place
        ANTI JOIN seen USING (person_key)
        ANTI JOIN listed_elsewhere USING (person_id)
    ) AS l ON l.row_id = t.row_id
    ANTI JOIN listed_elsewhere AS e ON e.personal_id = t.personal_id
),
typed_row AS (
    SELECT *
    FROM unlinked
)
SELECT
    u.person_key,
    d.*,
    e.* EXCLUDE (row_id)
FROM unlinked AS u
JOIN ({rows}) AS d ON d.row_id = u.row_id
JOIN ({evidence}) AS e ON e.row_id = u.row_id
WHERE d.folded_name <> ''
  AND d.birth_date <> '';
