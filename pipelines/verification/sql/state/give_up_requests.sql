DELETE FROM verification_request
WHERE batch_id IN (
    SELECT batch_id
    FROM verification_batch
    WHERE made_on < $1
)
