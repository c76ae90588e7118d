-- CROSS JOIN: SQLite then keeps this order and looks the wanted numbers and names up. Whoever is superseded brings the survivor.
WHERE p.person_key IN (
    WITH RECURSIVE direct AS (
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
        UNION
        SELECT person_key
        FROM decided_person
    ),
    found AS (
        SELECT person_key
        FROM direct
        UNION
        SELECT r.superseded_by
        FROM found AS f
        CROSS JOIN {register} AS r
        WHERE r.person_key = f.person_key
          AND r.superseded_by IS NOT NULL
    )
    SELECT person_key
    FROM found
)
