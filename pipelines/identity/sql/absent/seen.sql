-- Whom an earlier run found as absentees of this period. They tell nothing about others: a row that waits is looked at with the same
-- evidence as when they were looked for, and finds the same persons, though not for itself.
CREATE TABLE found_before AS
SELECT l.person_key
FROM linked AS l
SEMI JOIN (
    SELECT split_part(method, '@', 1) AS name
    FROM strategy
    WHERE is_of_absentees
) AS s ON s.name = split_part(l.method, '@', 1);

-- Rows of this period that belong to persons already.
CREATE TABLE seen AS
WITH place AS (
    SELECT
        row_id,
        person_key
    FROM verdict
    WHERE person_key IS NOT NULL
    UNION ALL
    SELECT
        row_id,
        person_key
    FROM linked
)
SELECT *
FROM place
ANTI JOIN found_before USING (person_key);

-- Whom no other row can be: found now or before.
CREATE TEMP VIEW taken AS
SELECT person_key
FROM verdict
WHERE person_key IS NOT NULL
UNION ALL
FROM found_before
