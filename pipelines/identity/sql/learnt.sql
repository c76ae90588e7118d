-- What the register did not know yet about persons that a row names beyond doubt: a personal number nobody else claims, a mother.
WITH certain AS (
    SELECT
        d.person_key,
        r.personal_id,
        r.folded_mother_name
    FROM decision AS d
    JOIN strategy AS s ON s.position = d.position AND s.is_number
    JOIN pending AS r ON r.row_id = d.row_id
    JOIN person AS p ON p.person_key = d.person_key
    WHERE d.score = 1
      AND (
          (p.personal_id IS NULL AND r.personal_id IS NOT NULL)
          OR (p.folded_mother_name = '' AND r.folded_mother_name <> '')
      )
),
claimant AS (
    SELECT
        r.personal_id,
        count(DISTINCT coalesce('person ' || d.person_key, 'newcomer ' || d.newcomer, 'row ' || d.row_id)) AS claimants
    FROM decision AS d
    JOIN pending AS r ON r.row_id = d.row_id
    WHERE r.personal_id IN (SELECT personal_id FROM certain)
    GROUP BY r.personal_id
),
number AS (
    SELECT
        c.person_key,
        min(c.personal_id) AS personal_id
    FROM certain AS c
    JOIN claimant AS k ON k.personal_id = c.personal_id AND k.claimants = 1
    ANTI JOIN person AS p ON p.personal_id = c.personal_id
    GROUP BY c.person_key
    HAVING count(DISTINCT c.personal_id) = 1
),
mother AS (
    SELECT
        person_key,
        min(folded_mother_name) AS folded_mother_name
    FROM certain
    WHERE folded_mother_name <> ''
    GROUP BY person_key
)
SELECT
    p.person_key,
    coalesce(p.personal_id, n.personal_id) AS personal_id,
    coalesce(nullif(p.folded_mother_name, ''), m.folded_mother_name, '') AS folded_mother_name
FROM person AS p
LEFT JOIN number AS n ON n.person_key = p.person_key AND p.personal_id IS NULL
LEFT JOIN mother AS m ON m.person_key = p.person_key AND p.folded_mother_name = ''
WHERE n.person_key IS NOT NULL OR m.person_key IS NOT NULL
ORDER BY p.person_key
