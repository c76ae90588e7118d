SELECT
    row_id,
    'specialised_stream_code' AS field,
    NULL AS value,
    class_name AS shown
FROM class
WHERE is_specialised
  AND specialised_stream_code IS NULL
