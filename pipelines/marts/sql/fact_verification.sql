-- Empty until people are checked against the population register.
SELECT
    '' AS person_type,
    0 AS person_key,
    '' AS status,
    '' AS mismatched_fields
WHERE FALSE
