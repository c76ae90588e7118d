CREATE TEMP VIEW person AS
SELECT * REPLACE (nullif(personal_id, '') AS personal_id)
FROM persons_read
