DELETE FROM verification_batch
WHERE NOT EXISTS (
    SELECT 1
    FROM verification_request AS r
    WHERE r.batch_id = verification_batch.batch_id
)
