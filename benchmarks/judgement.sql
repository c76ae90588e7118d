-- Each row of the second year against the truth. A person is the child whose row entered it into the register; a child is known by
-- the person of its row of the first year, or of the row of its first school that entered it now.
CREATE OR REPLACE TABLE judged AS
WITH entered AS (
    SELECT
        person_key,
        arg_min(child, (year, outcome <> 'new' AND outcome <> 'known', row_id)) AS child
    FROM identified
    WHERE person_key IS NOT NULL
    GROUP BY person_key
),
before AS (
    SELECT
        child,
        min(person_key) AS person_key
    FROM identified
    WHERE year = 2025
    GROUP BY child
)
SELECT
    i.*,
    b.child IS NOT NULL AS is_returning,
    i.person_key IS NOT NULL AND i.person_key IN (SELECT person_key FROM before) AS is_linked,
    e.child IS NOT DISTINCT FROM i.child AS is_right,
    b.person_key IS NOT DISTINCT FROM i.person_key AND i.person_key IS NOT NULL AS is_found
FROM identified AS i
LEFT JOIN entered AS e ON e.person_key = i.person_key
LEFT JOIN before AS b ON b.child = i.child
WHERE i.year = 2026;

-- Links to persons whom another row entered, and rows that wait; missed: a returning child who became a new person.
CREATE OR REPLACE VIEW judged_by_method AS
SELECT
    method,
    count(*) FILTER (WHERE person_key IS NOT NULL AND (is_linked OR NOT is_right)) AS links,
    count(*) FILTER (WHERE person_key IS NOT NULL AND NOT is_right) AS wrong,
    count(*) FILTER (WHERE person_key IS NULL) AS waiting,
    count(*) FILTER (WHERE person_key IS NOT NULL AND is_returning AND NOT is_found AND is_right) AS missed
FROM judged
GROUP BY method
ORDER BY method;

CREATE OR REPLACE VIEW judged_in_all AS
SELECT
    count(*) AS rows,
    count(*) FILTER (WHERE person_key IS NOT NULL AND (is_linked OR NOT is_right)) AS links,
    count(*) FILTER (WHERE person_key IS NOT NULL AND NOT is_right) AS wrong,
    count(*) FILTER (WHERE is_returning) AS returning,
    count(*) FILTER (WHERE is_found) AS found,
    count(*) FILTER (WHERE person_key IS NULL) AS waiting
FROM judged;
