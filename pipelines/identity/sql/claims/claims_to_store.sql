SELECT
    $kind AS kind,
    person_key,
    attribute,
    value,
    $period AS period,
    school_code
FROM claimed
ORDER BY person_key, attribute, value, school_code
