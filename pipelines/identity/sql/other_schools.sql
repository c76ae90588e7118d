-- Where persons were linked in this run besides the school at which they entered the register.
SELECT DISTINCT
    $kind AS kind,
    l.person_key,
    r.school_code
FROM link AS l
JOIN pending AS r ON r.row_id = l.row_id
JOIN (
    SELECT
        person_key,
        first_school_code
    FROM person
    UNION ALL
    SELECT
        person_key,
        first_school_code
    FROM registered
    WHERE NOT is_alone
) AS p ON p.person_key = l.person_key AND p.first_school_code <> r.school_code
ORDER BY person_key, school_code
