INSERT INTO person_school (kind, person_key, school_code)
SELECT
    kind,
    person_key,
    school_code
FROM visited
WHERE TRUE
ON CONFLICT DO NOTHING
