-- Only whom rows of the pass name: by an id, also one with another check digit, or by name, birth date and sex.
-- CROSS JOIN: SQLite then keeps this order and looks the wanted ids and names up.
WHERE p.person_key IN (
    SELECT r.person_key
    FROM {wanted} AS w
    CROSS JOIN {table} AS r
    WHERE r.person_id = w.person_id
    UNION
    SELECT r.person_key
    FROM {wanted} AS w
    CROSS JOIN {table} AS r
    WHERE r.person_id >= w.first_id
      AND r.person_id <= w.last_id
    UNION
    SELECT r.person_key
    FROM {wanted} AS w
    CROSS JOIN {table} AS r
    WHERE r.name_key = w.name_key
)
