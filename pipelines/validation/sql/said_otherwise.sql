-- Sheets in which a column says other than it must, and in which rows, unless all say so.
SELECT
    row_place(sheet_id, 0) AS row_id,
    '{field}' AS field,
    NULL AS value,
    found || coalesce(' (dòng ' || numbers || ')', '') AS found_vi,
    found || coalesce(CASE WHEN places = 1 THEN ' (row ' ELSE ' (rows ' END || numbers || ')', '') AS found_en,
    expected
FROM (
    SELECT
        sheet_id,
        expected,
        count(*) FILTER (WHERE is_other) AS places,
        string_agg(DISTINCT said, ', ' ORDER BY said) FILTER (WHERE is_other) AS found,
        CASE
            WHEN NOT bool_and(is_other)
                THEN
                    array_to_string(min(excel_row, 8) FILTER (WHERE is_other), ', ')
                    || CASE WHEN count(*) FILTER (WHERE is_other) > 8 THEN ', …' ELSE '' END
        END AS numbers
    FROM (
        SELECT
            s.sheet_id,
            place_row(t.row_id) AS excel_row,
            t.{field}::VARCHAR AS said,
            t.{field} <> {expected} AS is_other,
            {shown} AS expected
        FROM this AS t
        JOIN sheet AS s ON s.sheet_id = place_sheet(t.row_id)
    )
    GROUP BY
        sheet_id,
        expected
)
WHERE found IS NOT NULL
