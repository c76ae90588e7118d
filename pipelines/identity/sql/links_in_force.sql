-- Every accepted row in force with its person, or with the reason why it has none.
SELECT
    row_id,
    person_key,
    person_id,
    outcome,
    method,
    score
FROM link_before
SEMI JOIN linked USING (row_id, person_key)
UNION ALL
SELECT
    row_id,
    person_key,
    person_id,
    outcome,
    method,
    score
FROM restored
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
