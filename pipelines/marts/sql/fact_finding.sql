-- The public columns: values and messages without what a personal field says.
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
    cause_id,
    status
FROM finding
