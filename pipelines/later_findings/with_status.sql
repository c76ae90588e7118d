-- Findings written before anything could be explained or waived lack these columns: they are open until the next run tells them again.
SELECT * REPLACE (coalesce(status, 'open') AS status)
FROM (
    {findings}
    UNION ALL BY NAME
    SELECT
        NULL::VARCHAR AS status,
        NULL::VARCHAR AS decision_vi,
        NULL::VARCHAR AS decision_en
    WHERE FALSE
)
