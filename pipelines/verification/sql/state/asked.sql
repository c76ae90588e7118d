-- CROSS JOIN: SQLite then keeps this order and looks the claims up.
SELECT
    r.kind,
    r.person_key,
    r.fingerprint
FROM claimed AS c
CROSS JOIN verification_request AS r
WHERE r.kind = c.kind
  AND r.person_key = c.person_key
  AND r.fingerprint = c.fingerprint
