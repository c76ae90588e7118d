-- The sheets of a dataset that are kept out as a whole while those of an earlier submission stand.
WITH list_sheet AS (
    SELECT
        s.*,
        k.sheet_id IS NOT NULL AS is_kept_out
    FROM sheet AS s
    LEFT JOIN kept_out_sheet AS k ON k.sheet_id = s.sheet_id
    WHERE s.dataset = {dataset}
)
SELECT
    row_place(s.sheet_id, 0) AS row_id,
    NULL AS field,
    NULL AS value,
    show_date(max(e.received_on)) AS found
FROM list_sheet AS s
JOIN list_sheet AS e ON e.sender_code = s.sender_code AND e.sequence < s.sequence
WHERE s.is_kept_out
  AND NOT e.is_kept_out
  AND (
      s.sheet = e.sheet
      OR NOT EXISTS (SELECT * FROM list_sheet AS o WHERE o.sender_code = s.sender_code AND o.sequence = s.sequence AND NOT o.is_kept_out)
  )
GROUP BY s.sheet_id
