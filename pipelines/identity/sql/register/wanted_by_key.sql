WHERE p.person_key IN (
    SELECT person_key
    FROM wanted_person
)
