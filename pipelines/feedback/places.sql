-- The places of every cause, at most $most_places of each on a sheet: open causes first, errors among them,
-- then the most frequent. Texts stand in the first place of a cause, which speaks for all.
WITH place AS (
    SELECT
        *,
        max(excel_row) OVER sheet_of_cause AS last_row,
        row_number() OVER (sheet_of_cause ORDER BY position <> cause_position, position) AS number
    FROM told
    WINDOW sheet_of_cause AS (PARTITION BY cause_position, file, sheet)
    QUALIFY number <= $most_places
)
SELECT
    submission_id,
    cause_position,
    cause_findings,
    file,
    sheet,
    last_row,
    excel_row,
    coalesce(excel_column, '') AS excel_column,
    coalesce(value, '') AS value,
    CASE WHEN position = cause_position THEN cause_id END AS cause_id,
    CASE WHEN position = cause_position THEN severity END AS severity,
    CASE WHEN position = cause_position THEN rule_id END AS rule_id,
    CASE WHEN position = cause_position THEN dataset END AS dataset,
    CASE WHEN position = cause_position THEN coalesce(field, '') END AS field,
    CASE WHEN position = cause_position AND $language = 'vi' THEN message_vi WHEN position = cause_position THEN message_en END AS message,
    CASE WHEN position = cause_position AND $language = 'vi' THEN fix_vi WHEN position = cause_position THEN fix_en END AS fix,
    CASE WHEN position = cause_position THEN place.status END AS status,
    CASE WHEN position = cause_position AND $language = 'vi' THEN decision_vi WHEN position = cause_position THEN decision_en END AS decision
FROM place
ORDER BY
    submission_id,
    place.status <> 'open',
    cause_severity,
    cause_findings DESC,
    cause_position,
    is_consequence,
    position
