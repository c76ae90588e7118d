-- CROSS JOIN: SQLite then keeps this order and looks the claims up.
SELECT
    v.kind,
    v.person_key,
    v.fingerprint,
    v.status,
    v.mismatched_fields,
    v.differences,
    coalesce(v.died_on, '') AS died_on,
    v.checked_on
FROM claimed AS c
CROSS JOIN verification AS v
WHERE v.kind = c.kind
  AND v.person_key = c.person_key
  AND v.fingerprint = c.fingerprint
