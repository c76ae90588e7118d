-- The reconciliation as later findings leave it: rows move from accepted to queried, and from both to rejected.
SELECT r.* REPLACE (
    r.rows_accepted - coalesce(m.from_accepted, 0) AS rows_accepted,
    r.rows_queried - coalesce(m.from_queried, 0) + coalesce(m.to_queried, 0) AS rows_queried,
    r.rows_rejected + coalesce(m.to_rejected, 0) AS rows_rejected
)
FROM ({rows}) AS r
LEFT JOIN (
    SELECT
        l.submission_id,
        l.dataset,
        l.file,
        l.sheet,
        count(*) FILTER (o.outcome IS NULL) AS from_accepted,
        count(*) FILTER (o.outcome = 'queried' AND l.outcome = 'rejected') AS from_queried,
        count(*) FILTER (o.outcome IS NULL AND l.outcome = 'queried') AS to_queried,
        count(*) FILTER (o.outcome IS DISTINCT FROM 'rejected' AND l.outcome = 'rejected') AS to_rejected
    FROM ({outcome}) AS l
    LEFT JOIN ({outcomes}) AS o ON o.row_id = l.row_id
    GROUP BY ALL
) AS m USING (submission_id, dataset, file, sheet)
