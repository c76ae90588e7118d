-- CROSS JOIN: SQLite then keeps this order and looks the wanted numbers and names up.
WHERE p.person_key IN (
    SELECT r.person_key
    FROM wanted AS w
    CROSS JOIN {register} AS r
    WHERE r.person_id = w.person_id
    UNION
    SELECT r.person_key
    FROM wanted AS w
    CROSS JOIN {register} AS r
    WHERE r.personal_id = w.personal_id
    UNION
    SELECT r.person_key
    FROM wanted AS w
    CROSS JOIN {register} AS r
    WHERE r.name_key = w.name_key
)
