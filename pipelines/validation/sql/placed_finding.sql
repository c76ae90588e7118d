-- Every finding of the pass with its file, sheet, row, sender and school; those of files as a whole have no row_id.
CREATE OR REPLACE TEMP VIEW placed_finding AS
SELECT
    s.submission_id,
    coalesce(c.school_code, CASE WHEN s.is_school THEN s.sender_code END, '') AS school_code,
    q.dataset,
    s.file,
    s.sheet,
    nullif(place_row(q.row_id), 0) AS excel_row,
    q.letter AS excel_column,
    q.row_id,
    s.sender_code,
    q.* EXCLUDE (row_id, dataset, letter)
FROM told_finding AS q
JOIN sheet AS s ON s.sheet_id = place_sheet(q.row_id)
LEFT JOIN school_of_row AS c ON c.row_id = q.row_id
UNION ALL BY NAME
SELECT *
FROM file_finding
