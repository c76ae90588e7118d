-- Rejected rows too: who is in the list is there, whatever is to be mended. Lists of a whole nation may lack a column of numbers.
CREATE TEMP VIEW listed_elsewhere AS
SELECT
    {person_id} AS person_id,
    personal_id
FROM (
    SELECT
        NULL::VARCHAR AS {person_id},
        NULL::VARCHAR AS personal_id
    WHERE FALSE
    UNION ALL BY NAME
    SELECT *
    FROM typed_elsewhere
)
SEMI JOIN in_force_elsewhere USING (filename, sender_code)
