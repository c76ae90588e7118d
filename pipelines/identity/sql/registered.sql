-- Newcomers with their keys and ids, in two orders that have nothing to do with each other: a key (public) must not lead to its id.
-- Rows that say the same and are two people by decision have their places left to be told by.
CREATE TABLE registered AS
WITH waiting AS (
    SELECT
        newcomer,
        row_number() OVER (ORDER BY content_key, newcomer) AS nth
    FROM newcomer
    WHERE claimed_id IS NULL
),
issued AS (
    SELECT
        w.newcomer,
        i.person_id
    FROM waiting AS w
    JOIN free_id AS i ON i.nth = w.nth
)
SELECT
    $last_key + row_number() OVER (ORDER BY n.name_key, n.content_key, n.newcomer) AS person_key,
    coalesce(n.claimed_id, i.person_id) AS person_id,
    n.folded_name,
    n.birth_date,
    n.sex_code,
    n.personal_id,
    n.folded_mother_name,
    n.name_key,
    n.school_code AS first_school_code,
    n.claimed_id IS NOT NULL AS is_given,
    n.newcomer,
    n.is_alone
FROM newcomer AS n
LEFT JOIN issued AS i ON i.newcomer = n.newcomer
ORDER BY person_key
