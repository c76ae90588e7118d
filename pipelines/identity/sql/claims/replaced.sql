-- Claims of the values that are replaced, by the school that entered the person.
SELECT
    $kind AS kind,
    c.person_key,
    c.attribute,
    CASE c.attribute
        WHEN 'personal_id' THEN p.personal_id
        WHEN 'folded_name' THEN p.folded_name
        WHEN 'birth_date' THEN p.birth_date
        WHEN 'sex_code' THEN p.sex_code
        ELSE p.folded_mother_name
    END AS value,
    $period AS period,
    p.first_school_code AS school_code
FROM confirmed AS c
JOIN person AS p ON p.person_key = c.person_key
ORDER BY c.person_key, c.attribute
