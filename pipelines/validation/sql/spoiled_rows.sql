SELECT
    t.row_id,
    t.sender_code
FROM carried_row AS c
JOIN typed_row AS t ON t.row_id = c.row_id
WHERE c.row_id IN (SELECT row_id FROM standing_error WHERE place_row(row_id) > 0)
ORDER BY t.row_id
