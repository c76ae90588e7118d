-- Field '': where the tables begin that stand side by side, with their headers in one row. There people look for a row.
INSERT INTO column_letter
SELECT
    layout_id,
    '' AS field,
    arg_min(letter, (length(letter), letter)) AS letter
FROM column_letter
WHERE layout_id IN (
    SELECT layout_id
    FROM sheet
    QUALIFY count(*) OVER (PARTITION BY submission_id, file, sheet, header_row) > 1
)
GROUP BY layout_id;
