-- Rejected rows too: who is in the list is there, whatever is to be mended.
CREATE TEMP VIEW listed_elsewhere AS
SELECT
    {person_id} AS person_id,
    personal_id
FROM typed_elsewhere
SEMI JOIN in_force_elsewhere USING (filename, sender_code)
