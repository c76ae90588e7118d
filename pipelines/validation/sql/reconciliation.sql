-- One row a sheet and dataset: every row that was read went one of three ways. A sheet may hold several tables of a
-- dataset, each of which has a sheet_id and its own counts.
WITH outcome_count AS (
    SELECT
        place_sheet(r.row_id) AS sheet_id,
        count(*) FILTER (WHERE o.outcome IS NULL) AS rows_accepted,
        count(*) FILTER (WHERE o.outcome = 'queried') AS rows_queried,
        count(*) FILTER (WHERE o.outcome = 'rejected') AS rows_rejected
    FROM typed_row AS r
    LEFT JOIN row_outcome AS o ON o.row_id = r.row_id
    GROUP BY ALL
)
SELECT
    s.submission_id,
    $period AS period,
    s.sender_code,
    CASE WHEN s.is_school THEN s.sender_code END AS school_code,
    s.dataset,
    s.file,
    s.sheet,
    sum(s.rows_read)::BIGINT AS rows_read,
    sum(coalesce(n.rows_accepted, 0))::BIGINT AS rows_accepted,
    sum(coalesce(n.rows_queried, 0))::BIGINT AS rows_queried,
    sum(coalesce(n.rows_rejected, 0))::BIGINT AS rows_rejected,
    sum(s.rows_ignored)::BIGINT AS rows_ignored
FROM sheet AS s
LEFT JOIN outcome_count AS n ON n.sheet_id = s.sheet_id
GROUP BY ALL
ORDER BY s.sender_code, s.submission_id, s.dataset, s.file, s.sheet
