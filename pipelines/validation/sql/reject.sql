-- Rows of one dataset that an error keeps out: their own, or one of their sheet as a whole.
INSERT INTO rejected_row
SELECT t.row_id
FROM this AS t
WHERE (
        t.row_id IN (
            SELECT row_id FROM standing_error WHERE dataset = $dataset AND place_row(row_id) > 0
        )
        OR place_sheet(t.row_id) IN (
            SELECT place_sheet(row_id) FROM standing_error WHERE dataset = $dataset AND place_row(row_id) = 0
        )
    )
    AND t.row_id NOT IN (SELECT row_id FROM rejected_row);
