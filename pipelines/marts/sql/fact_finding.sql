-- The public columns: values and messages without what a personal field says. The id of a cause may be made from the value, which
-- could be found by trying them all: where that is hidden, the id is made from the first place of the cause.
WITH hidden_cause AS (
    SELECT
        cause_id,
        left(md5(min(concat_ws('|', submission_id, dataset, file, sheet, excel_row, rule_id))), 16) AS public_cause_id
    FROM finding
    WHERE value IS NOT NULL AND public_value IS NULL
    GROUP BY cause_id
)

SELECT
    submission_id,
    period,
    school_code,
    dataset,
    file,
    sheet,
    excel_row,
    excel_column,
    field,
    public_value AS value,
    rule_id,
    severity,
    public_message_vi AS message_vi,
    public_message_en AS message_en,
    public_fix_vi AS fix_vi,
    public_fix_en AS fix_en,
    coalesce(h.public_cause_id, f.cause_id) AS cause_id,
    status
FROM finding AS f
LEFT JOIN hidden_cause AS h ON h.cause_id = f.cause_id
