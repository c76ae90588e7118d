SELECT
    batch_id,
    period,
    province_code
FROM verification_batch
WHERE channel = $1
ORDER BY batch_id
