-- The long table of findings of this pass in the contract's columns; public_* is what may leave with the pseudonymous marts.
-- cause_id groups what is mended in one go: one rule and field, one wrong code or class name, on whatever sheets (one sheet a class).
WITH placed AS (
    SELECT
        s.submission_id,
        coalesce(c.school_code, CASE WHEN s.is_school THEN s.sender_code END, '') AS school_code,
        q.dataset,
        s.file,
        s.sheet,
        nullif(place_row(q.row_id), 0) AS excel_row,
        q.letter AS excel_column,
        q.row_id,
        s.sender_code,
        q.* EXCLUDE (row_id, dataset, letter)
    FROM told_finding AS q
    JOIN sheet AS s ON s.sheet_id = place_sheet(q.row_id)
    LEFT JOIN school_of_row AS c ON c.row_id = q.row_id
    UNION ALL BY NAME
    SELECT *
    FROM file_finding
)
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
    p.row_id,
    p.sender_code
FROM placed AS p
LEFT JOIN field AS f ON f.dataset = p.dataset AND f.name = p.field
ORDER BY p.school_code, p.submission_id, p.dataset, p.file, p.sheet, p.excel_row NULLS FIRST, p.field, p.rule_id
