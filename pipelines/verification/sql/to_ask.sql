-- The claims to ask about: without a result that still holds, and not asked already. In an order that tells nothing of them.
WITH wanted AS (
    SELECT
        c.kind,
        c.person_key,
        c.fingerprint,
        row_number() OVER (ORDER BY c.fingerprint, c.kind, c.person_key) - 1 AS position
    FROM claim AS c
    ANTI JOIN known_result AS v
        ON v.kind = c.kind
        AND v.person_key = c.person_key
        AND v.fingerprint = c.fingerprint
        AND v.checked_on >= $oldest
    ANTI JOIN asked_claim AS r
        ON r.kind = c.kind
        AND r.person_key = c.person_key
        AND r.fingerprint = c.fingerprint
)
SELECT
    $name || '-' || lpad(CAST(position // $capacity + 1 AS VARCHAR), 6, '0') AS batch_id,
    position % $capacity + 1 AS request_no,
    kind,
    person_key,
    fingerprint
FROM wanted
WHERE position < $limit
ORDER BY position
