-- Columns of a sheet of which at least 5, and half of the filled, cells are none of their own field (suspect_column).
CREATE OR REPLACE TEMP TABLE suspect_column AS
SELECT
    place_sheet(row_id) AS sheet_id,
    field,
    count(*) AS wrong
FROM noted_cell
WHERE list_has_any(problems, ['FLD003', 'FLD008', 'FLD009', 'FLD011', 'FLD012', 'FLD015', 'FLD016', 'FLD021', 'FLD023', 'FLD027', 'FLD028'])
GROUP BY
    place_sheet(row_id),
    field
HAVING count(*) >= 5;
