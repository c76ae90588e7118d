-- Every accepted row in force with its person, or with the reason why it has none.
SELECT
    row_id,
    person_key,
    person_id,
    outcome,
    method,
    score
FROM linked
SEMI JOIN accepted USING (row_id)
UNION ALL
SELECT
    row_id,
    person_key,
    person_id,
    outcome,
    method,
    score
FROM link
ORDER BY row_id
