SELECT person_key
FROM same_person
UNION
SELECT person_key
FROM other_person
ORDER BY person_key
