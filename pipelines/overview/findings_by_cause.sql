-- One line a cause: what one mending would end, with the first and last row.
SELECT
    severity,
    rule_id,
    period,
    school_code,
    status,
    dataset,
    file,
    sheet,
    any_value(excel_column) AS excel_column,
    any_value(field) AS field,
    count(*) AS findings,
    min(excel_row) AS first_row,
    max(excel_row) AS last_row,
    arg_min(message_vi, coalesce(excel_row, 0)) AS message_vi,
    arg_min(message_en, coalesce(excel_row, 0)) AS message_en,
    any_value(fix_vi) AS fix_vi,
    any_value(fix_en) AS fix_en,
    any_value(decision_vi) AS decision_vi,
    any_value(decision_en) AS decision_en,
    cause_id
FROM finding
WHERE $school IN (school_code, sender_code) AND $rule IN ('', rule_id)
GROUP BY ALL
ORDER BY
    finding.status <> 'open',
    severity,
    period,
    file,
    sheet,
    first_row NULLS FIRST,
    rule_id,
    cause_id
