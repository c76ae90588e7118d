-- The rows of a sheet are one range of keys. CROSS JOIN: SQLite then keeps this order and reads only those ranges.
SELECT
    l.row_id,
    l.person_key,
    l.method
FROM sheet_in_force AS s
CROSS JOIN person_link AS l
WHERE l.row_id BETWEEN s.first_row AND s.last_row
  AND l.person_key IS NOT NULL
