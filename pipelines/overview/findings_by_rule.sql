SELECT
    severity,
    rule_id,
    dataset,
    count(*) AS findings,
    count(*) FILTER (WHERE status = 'open') AS open,
    count(DISTINCT sender_code) AS senders,
    min(message_vi) AS message_vi,
    min(message_en) AS message_en,
    any_value(fix_vi) AS fix_vi,
    any_value(fix_en) AS fix_en
FROM finding
WHERE $rule IN ('', rule_id)
GROUP BY ALL
ORDER BY
    severity,
    findings DESC,
    rule_id,
    dataset
