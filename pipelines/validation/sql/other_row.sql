-- Another row as messages name it: "8", with the file and sheet where they are others: "8 (Lớp 6B)", "8 (lop_6b.xlsx, Sheet1)"; "K8" in a table
-- beside the row's own.
CREATE TEMP MACRO other_row(row_id, other_row_id) AS (
    SELECT concat(
        CASE WHEN other.sheet_id <> own.sheet_id AND other.header_row = own.header_row THEN first.letter END,
        place_row(other_row_id),
        ' (' || nullif(
            concat_ws(
                ', ',
                CASE WHEN other.file <> own.file THEN other.file END,
                CASE WHEN other.sheet <> own.sheet OR other.file <> own.file THEN other.sheet END
            ),
            ''
        ) || ')'
    )
    FROM sheet AS other
    JOIN sheet AS own ON own.sheet_id = place_sheet(row_id)
    LEFT JOIN column_letter AS first ON first.layout_id = other.layout_id AND first.field = ''
    WHERE other.sheet_id = place_sheet(other_row_id)
);
