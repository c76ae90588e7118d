SELECT
    *,
    person_id AS key
FROM subject
WHERE person_id IS NOT NULL
