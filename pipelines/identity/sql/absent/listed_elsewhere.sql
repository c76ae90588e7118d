CREATE TEMP VIEW listed_elsewhere AS
SELECT
    {person_id} AS person_id,
    personal_id
FROM typed_elsewhere
WHERE outcome <> 'rejected'
