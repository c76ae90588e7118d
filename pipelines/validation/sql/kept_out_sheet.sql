-- Kept out as a whole for what the sheet itself is, whatever stands in its rows and in other sheets (rules FIL).
CREATE TEMP VIEW kept_out_sheet AS
SELECT DISTINCT place_sheet(row_id) AS sheet_id
FROM standing_error
WHERE place_row(row_id) = 0
  AND starts_with(rule_id, 'FIL');
