SELECT
    r.row_id,
    r.kind,
    r.person_key,
    v.status,
    v.mismatched_fields,
    v.differences,
    v.died_on,
    v.checked_on
FROM claim_row AS r
JOIN known_result AS v ON v.kind = r.kind AND v.person_key = r.person_key AND v.fingerprint = r.fingerprint
