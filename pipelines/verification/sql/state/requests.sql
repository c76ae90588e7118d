-- CROSS JOIN: SQLite then keeps this order and reads the requests batch by batch.
SELECT
    r.batch_id,
    r.request_no,
    r.kind,
    r.person_key,
    r.fingerprint
FROM verification_batch AS b
CROSS JOIN verification_request AS r
WHERE r.batch_id = b.batch_id
  AND b.period = $1
  AND b.province_code = $2
