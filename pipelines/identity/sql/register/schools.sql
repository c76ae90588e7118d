-- CROSS JOIN: SQLite then keeps this order and looks the few namesakes up.
SELECT DISTINCT
    l.person_key,
    l.school_code
FROM namesake AS n
CROSS JOIN person_link AS l
WHERE l.kind = $1
  AND l.person_key = n.person_key
