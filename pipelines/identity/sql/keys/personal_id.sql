SELECT
    *,
    personal_id AS key
FROM subject
WHERE personal_id IS NOT NULL
