SELECT
    batch_id,
    channel,
    status,
    made_on
FROM verification_batch
WHERE period = $1
  AND province_code = $2
  AND channel = $3
ORDER BY batch_id
