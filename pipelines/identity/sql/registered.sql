-- Newcomers with their keys and ids, in two orders that have nothing to do with each other: a key (public) must not lead to its id.
CREATE TABLE registered AS
WITH waiting AS (
    SELECT
        newcomer,
        row_number() OVER (ORDER BY content_key) AS nth
    FROM newcomer
    WHERE claimed_id IS NULL
),
numbered AS (
    SELECT
        newcomer,
        $last_key + row_number() OVER (ORDER BY name_key, content_key) AS person_key
    FROM newcomer
)
SELECT
    k.person_key,
    coalesce(n.claimed_id, i.person_id) AS person_id,
    CASE WHEN n.claimed_id IS NULL THEN 'new' ELSE 'given' END AS scheme,
    n.folded_name,
    n.birth_date,
    n.sex_code,
    n.personal_id,
    n.folded_mother_name,
    n.name_key,
    $period AS first_period,
    $province AS first_province_code,
    n.newcomer
FROM newcomer AS n
JOIN numbered AS k ON k.newcomer = n.newcomer
LEFT JOIN waiting AS w ON w.newcomer = n.newcomer
LEFT JOIN free_id AS i ON i.nth = w.nth
ORDER BY k.person_key
