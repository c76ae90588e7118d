SELECT
    row_id,
    CASE
        WHEN status_code IN ('02', '06', '10') THEN 'transfer_from_district_code'
        ELSE 'transfer_to_district_code'
    END AS field,
    NULL AS value
FROM student
WHERE (status_code IN ('02', '06', '10') AND transfer_from_district_code IS NULL)
   OR (
    status_code IN ('04', '08', '11')
    AND transfer_destination_code IN ('01', '02')
    AND transfer_to_district_code IS NULL
  )
