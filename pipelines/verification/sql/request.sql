-- The open requests of the channel with what they ask; of rows that say something else now, or are gone, there is nothing to ask.
CREATE OR REPLACE TABLE request AS
SELECT
    r.batch_id,
    r.request_no,
    c.*
FROM open_request AS r
SEMI JOIN open_batch AS b ON b.batch_id = r.batch_id
JOIN claim AS c ON c.kind = r.kind AND c.person_key = r.person_key AND c.fingerprint = r.fingerprint
ORDER BY
    r.batch_id,
    r.request_no
