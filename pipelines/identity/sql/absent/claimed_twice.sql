-- Nobody comes back at two places at once: who is found by several rows of the residue, or was found by another row before, is shown to
-- an officer.
UPDATE verdict
SET person_key = NULL, outcome = 'review'
WHERE row_id IN (
    SELECT row_id
    FROM residue
)
  AND person_key IN (
    SELECT person_key
    FROM (
        SELECT person_key
        FROM verdict
        SEMI JOIN residue USING (row_id)
        WHERE person_key IS NOT NULL
        UNION ALL
        FROM found_before
    ) AS place
    GROUP BY person_key
    HAVING count(*) > 1
)
