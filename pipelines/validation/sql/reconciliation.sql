-- One row a sheet: every row that was read went one of three ways.
SELECT
    s.submission_id,
    $period AS period,
    s.sender_code,
    CASE WHEN s.is_school THEN s.sender_code END AS school_code,
    s.dataset,
    s.file,
    s.sheet,
    s.rows_read,
    count(*) FILTER (WHERE r.row_id IS NOT NULL AND o.outcome IS NULL) AS rows_accepted,
    count(*) FILTER (WHERE o.outcome = 'queried') AS rows_queried,
    count(*) FILTER (WHERE o.outcome = 'rejected') AS rows_rejected,
    s.rows_ignored
FROM sheet AS s
LEFT JOIN typed_row AS r ON place_sheet(r.row_id) = s.sheet_id
LEFT JOIN row_outcome AS o ON o.row_id = r.row_id
GROUP BY ALL
ORDER BY s.sender_code, s.submission_id, s.dataset, s.file, s.sheet
