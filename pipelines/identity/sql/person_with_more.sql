CREATE OR REPLACE TEMP VIEW person AS
SELECT * REPLACE (nullif(personal_id, '') AS personal_id)
FROM persons_read
UNION ALL
SELECT * REPLACE (nullif(personal_id, '') AS personal_id)
FROM more_persons_read
