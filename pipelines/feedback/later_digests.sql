-- What later findings say of each sender, as one word.
SELECT
    sender_code,
    md5(string_agg(line, '' ORDER BY line)) AS digest
FROM (
    SELECT
        sender_code,
        md5(concat_ws('|', submission_id, sheet, row_id, rule_id, field, value, severity, message_vi, status, decision_vi)) AS line
    FROM later_finding
)
GROUP BY sender_code
