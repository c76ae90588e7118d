-- What later findings make of the rows they point to; an explained query asks for nothing more.
SELECT
    row_id,
    any_value(submission_id) AS submission_id,
    any_value(dataset) AS dataset,
    any_value(file) AS file,
    any_value(sheet) AS sheet,
    CASE WHEN bool_or(severity = 'error' AND status <> 'waived') THEN 'rejected' ELSE 'queried' END AS outcome
FROM ({later})
WHERE place_row(row_id) > 0
  AND (status = 'open' OR severity = 'error')
GROUP BY row_id
