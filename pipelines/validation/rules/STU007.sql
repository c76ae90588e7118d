-- A destination given by one who did not move is STU011.
SELECT
    row_id,
    CASE
        WHEN transfer_destination_code IS NULL THEN 'transfer_destination_code'
        ELSE 'transfer_to_province_code'
    END AS field,
    NULL AS value
FROM student
WHERE status_code IN ('04', '08', '11')
  AND (
    transfer_destination_code IS NULL
    OR (transfer_destination_code IN ('01', '02') AND transfer_to_province_code IS NULL)
  )
