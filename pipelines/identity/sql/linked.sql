CREATE TABLE linked AS
SELECT l.* REPLACE (coalesce(s.survivor_key, l.person_key) AS person_key)
FROM link_read AS l
SEMI JOIN accepted USING (row_id)
LEFT JOIN superseded AS s ON s.person_key = l.person_key
