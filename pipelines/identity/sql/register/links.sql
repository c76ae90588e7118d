-- The rows of a sheet are one range of keys. CROSS JOIN: SQLite then keeps this order and reads only those ranges.
SELECT
    l.row_id,
    l.school_code,
    l.person_key,
    p.person_id,
    l.outcome,
    l.method,
    l.score
FROM sheet_in_force AS s
CROSS JOIN person_link AS l
JOIN {register} AS p ON p.person_key = l.person_key
WHERE l.row_id BETWEEN s.first_row AND s.last_row
