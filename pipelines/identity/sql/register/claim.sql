INSERT INTO claim (kind, person_key, attribute, value, period, school_code)
SELECT
    kind,
    person_key,
    attribute,
    value,
    period,
    school_code
FROM {claims}
WHERE TRUE
ON CONFLICT DO NOTHING
