-- The sheets of a dataset that are kept out as a whole while those of an earlier submission stand.
SELECT s.sheet_id
FROM sheet AS s
JOIN kept_out_sheet AS k ON k.sheet_id = s.sheet_id
WHERE s.dataset = $dataset
  AND EXISTS (
      SELECT *
      FROM sheet AS e
      WHERE e.sender_code = s.sender_code
        AND e.dataset = s.dataset
        AND e.sequence < s.sequence
  )
