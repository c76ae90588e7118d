-- The long table of findings of this pass in the contract's columns; public_* is what may leave with the pseudonymous marts.
-- cause_id groups what is mended in one go: one rule and field, one wrong code or class name, a whole column of them (wrong_column), on
-- whatever sheets; findings that follow from the error of another row share the cause of that error (consequence); headers of a sheet that
-- are not recognised are why it lacks columns (FIL010, FIL011). A cause keeps its id when the sender hands in again.
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
    p.public_value,
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
                '|',
                $period,
                p.sender_code,
                coalesce(e.root.dataset, CASE WHEN p.rule_id = 'XSC001' THEN '' ELSE p.dataset END),
                CASE WHEN h.sheet_id IS NOT NULL THEN 'FIL010' ELSE coalesce(e.root.rule_id, p.rule_id) END,
                CASE WHEN e.root IS NULL THEN p.field ELSE e.root.field END,
                CASE
                    WHEN w.field IS NOT NULL THEN NULL
                    WHEN g.type = 'code' OR starts_with(coalesce(e.root.rule_id, p.rule_id), 'XSC') THEN
                        CASE WHEN e.root IS NULL THEN p.value ELSE e.root.value END
                END
            )
        ),
        16
    ) AS cause_id,
    e.root IS NOT NULL OR h.sheet_id IS NOT NULL AS is_consequence,
    p.status,
    p.decision_vi,
    p.decision_en,
    p.row_id,
    p.sender_code
FROM decided_finding AS p
LEFT JOIN consequence AS c ON c.school_code = p.school_code AND c.rule_id = p.rule_id AND c.value = p.value
LEFT JOIN root_error AS e ON e.root_row_id = c.root_row_id
LEFT JOIN field AS g
    ON g.dataset = coalesce(e.root.dataset, p.dataset)
    AND g.name = CASE WHEN e.root IS NULL THEN p.field ELSE e.root.field END
LEFT JOIN (SELECT DISTINCT place_sheet(row_id) AS sheet_id FROM finding WHERE rule_id = 'FIL010') AS h
    ON p.rule_id = 'FIL011' AND h.sheet_id = place_sheet(p.row_id)
LEFT JOIN wrong_column AS w
    ON w.sender_code = p.sender_code
    AND w.dataset = coalesce(e.root.dataset, p.dataset)
    AND w.rule_id = coalesce(e.root.rule_id, p.rule_id)
    AND w.field = g.name
ORDER BY p.school_code, p.submission_id, p.dataset, p.file, p.sheet, p.excel_row NULLS FIRST, p.field, p.rule_id
