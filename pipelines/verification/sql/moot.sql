SELECT
    batch_id,
    request_no
FROM open_request
SEMI JOIN open_batch USING (batch_id)
ANTI JOIN request USING (batch_id, request_no)
