-- CROSS JOIN: SQLite then keeps this order and looks the wanted rows up.
SELECT
    l.row_id,
    l.person_key,
    p.person_id,
    l.outcome,
    l.method,
    l.score
FROM wanted_link AS w
CROSS JOIN person_link AS l
JOIN {register} AS p ON p.person_key = l.person_key
WHERE l.row_id = w.row_id
