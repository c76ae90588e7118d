DELETE FROM verification_request
WHERE (batch_id, request_no) IN (
    SELECT
        batch_id,
        request_no
    FROM closed
)
