-- The last check of what the newest rows say of each person. Several schools may say different things: what is verified counts.
SELECT
    v.kind AS person_type,
    v.person_key,
    v.status,
    status.label_vi AS status_label,
    nullif(v.mismatched_fields, '') AS mismatched_fields,
    nullif(v.differences, '') AS differences,
    CAST(v.checked_on AS DATE) AS checked_on
FROM verification AS v
JOIN collection AS c ON c.period = v.period
LEFT JOIN code AS status ON status.list = 'verification_status' AND status.code = v.status
QUALIFY row_number() OVER (
    PARTITION BY v.kind, v.person_key
    ORDER BY c.census_date DESC, v.checked_on DESC, v.status = 'verified' DESC, v.status, v.mismatched_fields, v.differences
) = 1
