-- The sheets of a dataset that are kept out as a whole while rows of an earlier submission stand in their stead.
WITH accepted_sheet AS (
    SELECT DISTINCT place_sheet(row_id) AS sheet_id
    FROM {accepted}
),
kept_out AS (
    SELECT s.*
    FROM sheet AS s
    SEMI JOIN kept_out_sheet AS k ON k.sheet_id = s.sheet_id
    WHERE s.dataset = {dataset}
)
SELECT
    row_place(k.sheet_id, 0) AS row_id,
    NULL AS field,
    NULL AS value,
    show_date(max(e.received_on)) AS found
FROM kept_out AS k
JOIN sheet AS e ON e.sender_code = k.sender_code AND e.dataset = k.dataset AND e.sequence < k.sequence
SEMI JOIN standing_sheet AS s ON s.sheet_id = e.sheet_id
SEMI JOIN accepted_sheet AS a ON a.sheet_id = e.sheet_id
GROUP BY k.sheet_id
