SELECT
    submission_id,
    period,
    nullif(school_code, '') AS school_code,
    sender_code,
    dataset,
    file,
    sheet,
    rows_read,
    rows_accepted,
    rows_queried,
    rows_rejected,
    rows_ignored
FROM reconciliation
