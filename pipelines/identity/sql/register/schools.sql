-- CROSS JOIN: SQLite then keeps this order and looks the few namesakes up.
SELECT
    n.person_key,
    s.school_code
FROM namesake AS n
CROSS JOIN person_school AS s
WHERE s.kind = $1
  AND s.person_key = n.person_key
