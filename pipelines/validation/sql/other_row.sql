-- Another row as messages name it: "8", with the file and sheet where they are others: "8 (Lớp 6B)", "8 (lop_6b.xlsx, Sheet1)".
CREATE TEMP MACRO other_row(row_id, other_row_id) AS (
    SELECT concat(
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
    FROM sheet AS other, sheet AS own
    WHERE other.sheet_id = place_sheet(other_row_id) AND own.sheet_id = place_sheet(row_id)
);
