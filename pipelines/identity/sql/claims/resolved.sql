-- The persons with confirmed values, as the register shall describe them.
WITH change AS (
    SELECT
        person_key,
        max(value) FILTER (WHERE attribute = 'personal_id') AS personal_id,
        max(value) FILTER (WHERE attribute = 'folded_name') AS folded_name,
        max(value) FILTER (WHERE attribute = 'birth_date') AS birth_date,
        max(value) FILTER (WHERE attribute = 'sex_code') AS sex_code,
        max(value) FILTER (WHERE attribute = 'folded_mother_name') AS folded_mother_name
    FROM confirmed
    GROUP BY person_key
),
changed AS (
    SELECT
        p.person_key,
        coalesce(c.personal_id, p.personal_id) AS personal_id,
        coalesce(c.folded_name, p.folded_name) AS folded_name,
        coalesce(c.birth_date, p.birth_date) AS birth_date,
        coalesce(c.sex_code, p.sex_code) AS sex_code,
        coalesce(c.folded_mother_name, p.folded_mother_name) AS folded_mother_name
    FROM person AS p
    JOIN change AS c ON c.person_key = p.person_key
)
SELECT
    *,
    name_key(folded_name, birth_date, sex_code) AS name_key
FROM changed
ORDER BY person_key
