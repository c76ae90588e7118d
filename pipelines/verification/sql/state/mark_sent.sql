UPDATE verification_batch
SET status = 'sent'
WHERE batch_id = $1
