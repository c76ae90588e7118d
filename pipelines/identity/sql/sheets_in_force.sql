SELECT
    sheet_id,
    row_place(sheet_id, 0) AS first_row,
    row_place(sheet_id + 1, 0) - 1 AS last_row
FROM (
    SELECT DISTINCT place_sheet(row_id) AS sheet_id
    FROM accepted
)
ORDER BY sheet_id
