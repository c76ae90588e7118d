-- datasets: student
SELECT
    row_id,
    'personal_id' AS field,
    NULL AS value
FROM student
WHERE personal_id IS NULL
  AND (coalesce(nationality_code, '704') = '704' OR identity_number IS NULL)
