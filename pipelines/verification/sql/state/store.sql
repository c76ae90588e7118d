INSERT INTO verification (
    kind,
    person_key,
    fingerprint,
    status,
    mismatched_fields,
    differences,
    died_on,
    checked_on,
    channel
)
SELECT
    kind,
    person_key,
    fingerprint,
    status,
    mismatched_fields,
    differences,
    nullif(died_on, ''),
    checked_on,
    channel
FROM answered
WHERE TRUE
ON CONFLICT (kind, person_key, fingerprint) DO UPDATE SET
    status = excluded.status,
    mismatched_fields = excluded.mismatched_fields,
    differences = excluded.differences,
    died_on = excluded.died_on,
    checked_on = excluded.checked_on,
    channel = excluded.channel
