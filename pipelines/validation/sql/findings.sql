-- The long table of findings of this pass in the contract's columns; public_* is what may leave with the pseudonymous marts.
-- cause_id groups what is mended in one go: one rule and field, one wrong code or class name, on whatever sheets (one sheet a class).
SELECT
    p.submission_id,
    $period AS period,
    p.school_code,
    p.dataset,
    p.file,
    p.sheet,
    p.excel_row,
    p.excel_column,
    p.field,
    p.value,
    CASE WHEN coalesce(f.is_personal, FALSE) THEN NULL ELSE p.value END AS public_value,
    p.rule_id,
    p.severity,
    p.message_vi,
    p.message_en,
    p.fix_vi,
    p.fix_en,
    p.public_message_vi,
    p.public_message_en,
    p.public_fix_vi,
    p.public_fix_en,
    left(
        md5(
            concat_ws(
                '|', p.submission_id, p.dataset, p.rule_id, p.field,
                CASE WHEN f.type = 'code' OR starts_with(p.rule_id, 'XSC') THEN p.value END
            )
        ),
        16
    ) AS cause_id,
    p.status,
    p.decision_vi,
    p.decision_en,
    p.row_id,
    p.sender_code
FROM decided_finding AS p
LEFT JOIN field AS f ON f.dataset = p.dataset AND f.name = p.field
ORDER BY p.school_code, p.submission_id, p.dataset, p.file, p.sheet, p.excel_row NULLS FIRST, p.field, p.rule_id
