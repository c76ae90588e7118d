-- One line a cause: what one mending would end, told by the finding that the others follow from, with the rows where it stands.
WITH placed AS (
    SELECT
        *,
        first_value(file) OVER root AS root_file,
        first_value(sheet) OVER root AS root_sheet
    FROM finding
    WHERE $school IN (school_code, sender_code) AND $rule IN ('', rule_id)
    WINDOW root AS (
        PARTITION BY period, school_code, cause_id, status
        ORDER BY is_consequence, file, sheet, excel_row NULLS FIRST
    )
)
SELECT
    min_by(severity, is_consequence) AS severity,
    min_by(rule_id, is_consequence) AS rule_id,
    period,
    school_code,
    status,
    min_by(dataset, is_consequence) AS dataset,
    root_file AS file,
    root_sheet AS sheet,
    min_by(excel_column, is_consequence) AS excel_column,
    min_by(field, is_consequence) AS field,
    count(*) AS findings,
    count(DISTINCT (file, sheet)) AS sheets,
    min(excel_row) FILTER (WHERE file = root_file AND sheet IS NOT DISTINCT FROM root_sheet) AS first_row,
    max(excel_row) FILTER (WHERE file = root_file AND sheet IS NOT DISTINCT FROM root_sheet) AS last_row,
    min_by(message_vi, (is_consequence, coalesce(excel_row, 0))) AS message_vi,
    min_by(message_en, (is_consequence, coalesce(excel_row, 0))) AS message_en,
    min_by(fix_vi, is_consequence) AS fix_vi,
    min_by(fix_en, is_consequence) AS fix_en,
    any_value(decision_vi) AS decision_vi,
    any_value(decision_en) AS decision_en,
    cause_id
FROM placed
GROUP BY
    period,
    school_code,
    status,
    cause_id,
    root_file,
    root_sheet
ORDER BY
    status <> 'open',
    severity,
    findings DESC,
    period,
    file,
    sheet,
    first_row NULLS FIRST,
    rule_id,
    cause_id
