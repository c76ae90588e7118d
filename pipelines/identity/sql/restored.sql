CREATE TABLE restored AS
SELECT
    l.* REPLACE (
        coalesce(s.survivor_key, l.person_key) AS person_key,
        coalesce(s.person_id, l.person_id) AS person_id
    )
FROM restored_link AS l
LEFT JOIN superseded AS s ON s.person_key = l.person_key
