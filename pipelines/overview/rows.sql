-- Rows of the sheets in force; $sender '' stands for all.
SELECT
    period,
    province_code,
    dataset,
    sum(rows_read)::BIGINT,
    sum(rows_accepted)::BIGINT,
    sum(rows_queried)::BIGINT,
    sum(rows_rejected)::BIGINT
FROM reconciliation
WHERE $sender IN ('', sender_code)
GROUP BY
    period,
    province_code,
    dataset
